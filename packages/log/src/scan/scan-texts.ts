/** The texts that the scan looks for, in its memory. */
import type { WantedText } from '../event-interest.ts'
import type { ScanExports } from './scan-module.ts'

/**
 * A system call as the kernel writes it, up to what nobody reads with care: `\x01` is a number without a leading zero, `\x02` yes or
 * no, and another control character so many hexadecimal digits at most.
 */
const USUAL_CALL = ': arch=\x08 syscall=\x01 success=\x02 exit=\x01 a0=\x10 a1=\x10 '
const TEXT_BYTES = 80
/** A longer text is looked for by so many of its bytes. */
const MOST_TEXT_BYTES = 48
/** Where the length of a text's value stands, and then the value. */
const VALUE_LENGTH = 64
/** Fewer digits of a second are in most lines. */
const FEWEST_DIGITS = 5
/** The bytes of audit logs that are not rare, the most frequent first (counted in bench's log). */
const FREQUENT = '0= es"idt1aocurnp:f273m64_DygI95/8bSl.AUL'

/** Puts texts where the scan looks for them: by two of their bytes, the rarest, and then by all. */
export function writeTexts(exports: ScanExports, texts: readonly WantedText[]): void {
  const { memory, TEXTS, TEXT_COUNT, USUAL_CALL: usualCall } = exports
  new Uint8Array(memory.buffer, usualCall.value).set(bytesOf(USUAL_CALL))
  for (const [index, wanted] of texts.entries())
    writeText(memory.buffer, TEXTS.value + index * TEXT_BYTES, wanted)
  new Int32Array(memory.buffer, TEXT_COUNT.value, 1)[0] = texts.length
}

/**
 * Lets the scan pass over what holds no second of a window, of which both are known: it looks for the digits that all of them begin
 * with. Fewer than some stand anywhere.
 */
export function writeWindow({ memory, WINDOW_TEXT }: ScanExports, from: number, to: number): void {
  const first = String(from)
  const last = String(to)
  if (!(from >= 0 && to >= from && first.length === last.length && /^\d+$/.test(last))) return
  let common = 0
  while (common < first.length && first[common] === last[common]) common++
  if (common < FEWEST_DIGITS) return
  const text = bytesOf(first.slice(0, common))
  writeText(memory.buffer, WINDOW_TEXT.value, { text, mark: 0, value: undefined })
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function writeText(memory: ArrayBuffer, at: number, { text, value, mark }: WantedText): void {
  const bytes = text.subarray(0, MOST_TEXT_BYTES)
  const order = Array.from(bytes.keys()).sort((a, b) => rareness(bytes[b]) - rareness(bytes[a]))
  const [first = 0, second = first] = order
  new Int32Array(memory, at, 4).set([bytes.length, mark, first, second])
  new Uint8Array(memory, at + 16, bytes.length).set(bytes)
  new Uint8Array(memory, at + VALUE_LENGTH).set([value?.length ?? 0, ...(value ?? [])])
}

/** Higher for rarer bytes. */
function rareness(byte = 0): number {
  const at = FREQUENT.indexOf(String.fromCharCode(byte))
  return at < 0 ? FREQUENT.length : at
}
