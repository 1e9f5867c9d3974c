/** A record's text with a cursor: what the extraction steps read from. */
import type { LogRecord } from '@ts-audit/log'
import { copyBytes } from '@ts-audit/log/internal'
import { SPACE } from '../ascii.ts'
import { type ByteSpan, findBytes, type Needle } from './byte-span.ts'
import type { ContextEntry } from './search-attributes.ts'

/** One object walks all records; `load` points it at the next. Positions are offsets into {@link bytes}. */
export class RecordText {
  bytes: Uint8Array = new Uint8Array(0)
  /** First byte of the record. */
  start = 0
  /** The position after the stamp, or -1; see `LogRecord.body`. */
  body = -1
  /** End of the record text. */
  end = 0
  /** The cursor. */
  at = 0
  /** A second position that later steps search from (the user messages). */
  mark = 0
  /** Where a number out of range ended; the report of a failed record stops there. */
  cut = 0
  /** The context entry an AVC record is filling. */
  entry: ContextEntry | undefined = undefined
  /** The record that takes the place of the loaded one in its event, after {@link overwrite}. */
  replacement: LogRecord | undefined = undefined
  private record: LogRecord | undefined = undefined

  load(record: LogRecord): void {
    this.record = record
    this.bytes = record.bytes
    this.start = record.start
    this.body = record.body
    this.end = record.textEnd
    this.at = record.start
    this.cut = record.textEnd
    this.replacement = undefined
  }

  /** The position after the first occurrence of a constant at or after a position, or -1. */
  after(needle: Needle, from: number): number {
    const found = findBytes(this.bytes, needle, from, this.end)
    return found < 0 ? -1 : found + needle.length
  }

  /** The position of a byte at or after a position, or -1. */
  findByte(byte: number, from: number): number {
    const { bytes, end } = this
    for (let at = from; at < end; at++) if (bytes[at] === byte) return at
    return -1
  }

  /** The position of the next space, or -1. */
  space(from: number): number {
    return this.findByte(SPACE, from)
  }

  span(start: number, end: number): ByteSpan {
    return { bytes: this.bytes, start, end }
  }

  /** Notes where a number out of range ends, and passes its failure code on. */
  outOfRange(end: number, code: number): number {
    this.cut = end
    return code
  }

  /**
   * Writes a space over one byte. The reference leaves two such marks in the record it prints later (spec 01 §5.5
   * "AVC" step 1, §5.5 "User messages" step 17). Records share their bytes, so the changed record is a copy, and every position
   * kept here moves with it; positions a caller holds do not.
   */
  overwrite(position: number): void {
    if (this.record === undefined || this.bytes[position] === SPACE) return
    const shift = this.start
    const { end, textEnd } = this.replacement ?? this.record
    const bytes = copyBytes(this.bytes, shift, end)
    bytes[position - shift] = SPACE
    const { type, terminated } = this.record
    this.replacement = {
      bytes,
      start: 0,
      body: -1,
      textEnd: textEnd - shift,
      end: bytes.length,
      type,
      terminated,
    }
    this.bytes = bytes
    this.start = 0
    this.body = -1
    this.end -= shift
    this.at -= shift
    this.mark -= shift
    this.cut -= shift
  }
}
