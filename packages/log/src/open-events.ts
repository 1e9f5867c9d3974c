/** The events that still collect records, by id. */
import type { InFlightEvent } from './delivery-queue.ts'
import type { Header } from './header.ts'

const FIRST_SIZE = 1024

type Id = Pick<Header, 'seconds' | 'milliseconds' | 'serial' | 'exact'>

/**
 * A hash table whose entries are linked through the events themselves, so that a long log makes no garbage for it. (A Map
 * that events keep entering and leaving makes much: each of its generations keeps the next one alive.) The hash takes in all
 * of an id and is seeded anew for each run, so that no log can be written whose ids all collide.
 */
export class OpenEvents {
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0
  #heads: (InFlightEvent | undefined)[] = new Array(FIRST_SIZE).fill(undefined)
  #count = 0

  /** The hash of an id, which the event keeps; `nodeHash` is that of its node's name. */
  hash(id: Id, nodeHash: number): number {
    let hash = Math.imul((id.serial | 0) ^ this.#seed, 0x9e3779b1) ^ nodeHash
    hash = Math.imul((hash ^ (hash >>> 15)) + (id.seconds | 0), 0x85ebca6b)
    hash = Math.imul((hash ^ (hash >>> 13)) + id.milliseconds, 0xc2b2ae35)
    hash ^= hash >>> 16
    // Rounded to JavaScript numbers, thousands of these are equal.
    return id.exact === undefined ? hash : mixed(mixed(hash, id.exact.serial), id.exact.seconds)
  }

  find(header: Header, node: string | undefined, hash: number): InFlightEvent | undefined {
    let event = this.#heads[this.#slot(hash)]
    while (event !== undefined && !hasId(event, header, node)) event = event.nextOpen
    return event
  }

  add(event: InFlightEvent): void {
    if (this.#count++ === this.#heads.length) this.#grow()
    this.#link(event)
  }

  remove(event: InFlightEvent): void {
    const slot = this.#slot(event.hash)
    const head = this.#heads[slot]
    if (head === event) this.#heads[slot] = event.nextOpen
    else unlink(head, event)
    event.nextOpen = undefined
    this.#count--
  }

  #link(event: InFlightEvent): void {
    const slot = this.#slot(event.hash)
    event.nextOpen = this.#heads[slot]
    this.#heads[slot] = event
  }

  #grow(): void {
    const heads = this.#heads
    this.#heads = new Array(2 * heads.length).fill(undefined)
    for (const head of heads) {
      for (let event = head; event !== undefined; ) {
        const next: InFlightEvent | undefined = event.nextOpen
        this.#link(event)
        event = next
      }
    }
  }

  #slot(hash: number): number {
    return hash & (this.#heads.length - 1)
  }
}

function mixed(hash: number, number: bigint): number {
  const next = Math.imul(hash ^ Number(BigInt.asIntN(32, number)), 0x9e3779b1)
  return next ^ (next >>> 15)
}

function unlink(head: InFlightEvent | undefined, event: InFlightEvent): void {
  for (let before = head; before !== undefined; before = before.nextOpen) {
    if (before.nextOpen !== event) continue
    before.nextOpen = event.nextOpen
    return
  }
}

/** Whether an event has the id of a header. */
export function hasId(event: InFlightEvent, header: Header, node: string | undefined): boolean {
  return (
    event.serial === header.serial &&
    event.milliseconds === header.milliseconds &&
    event.seconds === header.seconds &&
    event.node === node &&
    (event.exact === header.exact ||
      (event.exact?.serial === header.exact?.serial && event.exact?.seconds === header.exact?.seconds))
  )
}
