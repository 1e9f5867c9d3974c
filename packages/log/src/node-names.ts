/** Decodes the node names of records, and hashes them. */
import { copyBytes, latin1 } from './record.ts'

/** A name that repeats, as it does in nearly every log, is decoded only once. */
export class NodeNames {
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0
  #bytes: Uint8Array = new Uint8Array(0)
  #name = ''
  /** The hash of the last name; seeded anew for each run, so that no log can be written whose names all collide. */
  hash = 0

  name(bytes: Uint8Array, start: number, end: number): string {
    if (!this.#isLast(bytes, start, end)) {
      this.#bytes = copyBytes(bytes, start, end)
      this.#name = latin1(bytes, start, end)
      this.hash = hashOf(this.#bytes, this.#seed)
    }
    return this.#name
  }

  #isLast(bytes: Uint8Array, start: number, end: number): boolean {
    const last = this.#bytes
    if (last.length !== end - start) return false
    for (let at = 0; at < last.length; at++) if (last[at] !== bytes[start + at]) return false
    return true
  }
}

function hashOf(bytes: Uint8Array, seed: number): number {
  let hash = seed
  for (let at = 0; at < bytes.length; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x85ebca6b)
    hash ^= hash >>> 13
  }
  return hash
}
