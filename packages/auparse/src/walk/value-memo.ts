/** Interpretations of values seen before, kept as bytes: what makes frequent ids, modes and flags cheap. */
import { copyBytes, latin1 } from '@ts-audit/log/internal'
import { type ByteSink, latin1Bytes } from '../byte-sink.ts'
import { Repetition } from '../repetition.ts'

const SLOTS = 8192
/** Longer values are interpreted anew each time, so that the memo stays small. */
const LONGEST_KEY = 64

/** A value and its interpretation. */
export interface MemoEntry {
  readonly kind: number
  readonly key: Uint8Array
  readonly text: Uint8Array
}

/** Gives the escaped interpretation of a raw value. */
export type Interpretation = (value: string) => string

/**
 * A cache of fixed size: a newer value takes the place of an older one with the same hash. Only for interpretations
 * that depend on nothing but the value during a run; `kind` tells them apart.
 */
export class ValueMemo {
  readonly #entries: (MemoEntry | undefined)[] = new Array(SLOTS).fill(undefined)
  readonly #repetition = new Repetition(SLOTS)

  /** Writes the interpretation of the value at `start` to `end`, asking `interpret` if it is not known; returns both if they are known now. */
  write(
    kind: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    interpret: Interpretation,
    out: ByteSink,
  ): MemoEntry | undefined {
    let hash = kind
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
    const entry = this.#entries[slot]
    if (entry !== undefined && entry.kind === kind && isKey(entry.key, bytes, start, end)) {
      out.writeBytes(entry.text)
      return entry
    }
    const text = interpret(latin1(bytes, start, end))
    out.writeText(text)
    if (end - start > LONGEST_KEY || !this.#repetition.meets(slot, hash)) return undefined
    const made: MemoEntry = { kind, key: copyBytes(bytes, start, end), text: latin1Bytes(text) }
    this.#entries[slot] = made
    return made
  }
}

function isKey(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false
  for (let at = 0; at < key.length; at++) if (key[at] !== bytes[start + at]) return false
  return true
}
