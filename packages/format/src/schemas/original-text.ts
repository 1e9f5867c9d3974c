/** The lines of an event, as they stand in the log. */
import type { LogRecord } from '@ts-audit/log'
import { NEWLINE } from '../ascii.ts'
import { isUtf8 } from '../json/utf8.ts'
import { utf8Text } from './texts.ts'

/** The lines joined with line feeds; what is no UTF-8 becomes U+FFFD. */
export function originalText(records: readonly LogRecord[]): string {
  const [first] = records
  if (first === undefined) return ''
  let text = ''
  let { bytes, start, end } = first
  for (let number = 1; number < records.length; number++) {
    const record = records[number] as LogRecord
    // Lines that follow each other in the log are decoded together.
    if (record.bytes === bytes && record.start === end + 1 && bytes[end] === NEWLINE) end = record.end
    else {
      text += `${utf8Text(bytes, start, end)}\n`
      bytes = record.bytes
      start = record.start
      end = record.end
    }
  }
  return text + utf8Text(bytes, start, end)
}

/** The bytes of the lines joined with line feeds, where they are no UTF-8; else undefined. */
export function originalBytes(records: readonly LogRecord[]): Uint8Array | undefined {
  if (records.every(({ bytes, start, end }) => isUtf8(bytes, start, end))) return undefined
  const length = records.reduce((sum, { start, end }) => sum + end - start + 1, -1)
  const out = new Uint8Array(Math.max(length, 0))
  let at = 0
  for (const { bytes, start, end } of records) {
    if (at > 0) out[at++] = NEWLINE
    out.set(bytes.subarray(start, end), at)
    at += end - start
  }
  return out
}
