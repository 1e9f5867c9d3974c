/** What is known of a name, looked up by its bytes: nothing is made of a name that has come before. */
import { latin1 } from '@ts-audit/log/internal'

const FIRST_SLOTS = 1 << 8
/** Names come from the input, so that there may be any number of them. */
const MOST_NAMES = 1 << 12

/** Makes the facts of each name once, as long as there are not too many. */
export class KeyCache<Facts> {
  readonly #make: (name: string) => Facts
  #names: (string | undefined)[] = new Array(FIRST_SLOTS)
  #facts: (Facts | undefined)[] = new Array(FIRST_SLOTS)
  #size = 0

  constructor(make: (name: string) => Facts) {
    this.#make = make
  }

  /** The facts of a name that bytes are, as latin1. */
  of(bytes: Uint8Array, start: number, end: number): Facts {
    const mask = this.#names.length - 1
    let slot = hashOf(bytes, start, end) & mask
    for (;;) {
      const name = this.#names[slot]
      if (name === undefined) break
      if (isName(name, bytes, start, end)) return this.#facts[slot] as Facts
      slot = (slot + 1) & mask
    }
    const name = latin1(bytes, start, end)
    const facts = this.#make(name)
    if (this.#size >= MOST_NAMES) return facts
    this.#names[slot] = name
    this.#facts[slot] = facts
    this.#size++
    if (this.#size * 2 > this.#names.length) this.#grow()
    return facts
  }

  #grow(): void {
    const names = this.#names
    const facts = this.#facts
    this.#names = new Array(names.length * 2)
    this.#facts = new Array(names.length * 2)
    const mask = this.#names.length - 1
    names.forEach((name, index) => {
      if (name === undefined) return
      const bytes = Uint8Array.from(name, (char) => char.charCodeAt(0))
      let slot = hashOf(bytes, 0, bytes.length) & mask
      while (this.#names[slot] !== undefined) slot = (slot + 1) & mask
      this.#names[slot] = name
      this.#facts[slot] = facts[index]
    })
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

function isName(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== name.length) return false
  for (let at = 0; at < name.length; at++) if (bytes[start + at] !== name.charCodeAt(at)) return false
  return true
}
