/** Short texts that most entries have in common, so that they need not be made anew for each. */
import { latin1 } from '@ts-audit/log/internal'

/** Remembers the last text of each slot. */
export class WordCache {
  readonly #words: (string | undefined)[] = []

  /** Bytes as latin1. */
  word(slot: number, bytes: Uint8Array, start: number, end: number): string {
    const last = this.#words[slot]
    if (last !== undefined && isWord(last, bytes, start, end)) return last
    const word = latin1(bytes, start, end)
    this.#words[slot] = word
    return word
  }
}

function isWord(word: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== word.length) return false
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return false
  return true
}
