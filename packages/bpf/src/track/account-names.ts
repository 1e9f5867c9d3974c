/** The names of users as the log itself gives them, in records that auditd has enriched. */
import type { Identity } from '../fields/process-objects.ts'

/** A log that makes up users must not fill the memory with them. */
const MOST_NAMES = 65_536

/** Names by node and user id. */
export class AccountNames {
  readonly #names = new Map<string | undefined, Map<number, string>>()
  #count = 0
  /** Equal ones are one object, and most are that of the call before. */
  #latest: Identity | undefined
  #latestNode: string | undefined

  learn(node: string | undefined, identity: Identity): void {
    if (identity === this.#latest && node === this.#latestNode) return
    this.#latest = identity
    this.#latestNode = node
    const { names, auid, uid, euid } = identity
    if (names === undefined) return
    this.#add(node, auid, names.auid)
    this.#add(node, uid, names.uid)
    this.#add(node, euid, names.euid)
  }

  nameOf(id: number, node: string | undefined): string | undefined {
    return this.#names.get(node)?.get(id)
  }

  /** auditd writes `unknown(1000)` of a user it does not know. */
  #add(node: string | undefined, id: number | undefined, name: string | undefined): void {
    if (id === undefined || name === undefined || name.startsWith('unknown(')) return
    let ofNode = this.#names.get(node)
    if (ofNode === undefined) {
      ofNode = new Map()
      this.#names.set(node, ofNode)
    }
    if (ofNode.has(id) || this.#count >= MOST_NAMES) return
    ofNode.set(id, name)
    this.#count++
  }
}
