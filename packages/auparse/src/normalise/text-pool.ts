/** Short texts of a log that occur again and again, as most values do. */
import { latin1 } from '@ts-audit/log/internal'
import { Repetition } from '../repetition.ts'

const SLOTS = 8192
const LONGEST = 48

/** A pool of fixed size: a newer text takes the place of an older one with the same hash. */
export class TextPool {
  readonly #texts: string[] = new Array<string>(SLOTS).fill('')
  readonly #repetition = new Repetition(SLOTS)

  /** The bytes as latin1 text. */
  text(bytes: Uint8Array, start: number, end: number): string {
    if (end - start > LONGEST) return latin1(bytes, start, end)
    let hash = end - start
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
    const known = this.#texts[slot] as string
    if (isText(known, bytes, start, end)) return known
    const text = latin1(bytes, start, end)
    if (this.#repetition.meets(slot, hash)) this.#texts[slot] = text
    return text
  }
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false
  return true
}
