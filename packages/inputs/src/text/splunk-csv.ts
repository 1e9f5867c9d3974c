/**
 * Search results as CSV (RFC 4180) with a column `_raw`, as Splunk exports them: the text of each event, which may have
 * several lines.
 */
import { COLON, COMMA, DOT, NEWLINE, QUOTE, RETURN, UNDERSCORE } from '../ascii.ts'
import { ascii, equals, isDigit, isLower, isUpper, joined } from '../bytes.ts'
import type { BlockForm, BlockReader, FormOutput } from '../input-form.ts'
import { giveText } from '../json/log-text.ts'

/** Of one row: Splunk cuts events at 10,000 bytes by default. */
const MOST_ROW = 1 << 17
const MOST_HEADER = 1 << 16
const RAW = ascii('_raw')

export const splunkCsv: BlockForm = {
  kind: 'block',
  name: 'splunk-csv',
  title: 'CSV with a column _raw (Splunk)',
  losses: ['unauthenticated'],
  begins: (bytes, start, end) => rawColumn(bytes, start, end) !== undefined,
  open: (out) => new CsvReader(out),
}

interface Columns {
  readonly raw: number
  readonly count: number
}

class CsvReader implements BlockReader {
  readonly #out: FormOutput
  #columns: Columns | undefined
  /** A row that has not ended. */
  #held = new Uint8Array(0)
  /** Once a row had no end, rows are taken to be lines: otherwise each might cost the limit. */
  #linesOnly = false
  #again: Uint8Array | undefined

  constructor(out: FormOutput) {
    this.#out = out
  }

  get active(): boolean {
    return this.#columns !== undefined || this.#held.length > 0
  }

  takeAgain(): Uint8Array | undefined {
    const again = this.#again
    this.#again = undefined
    return again
  }

  push(chunk: Uint8Array, start: number, end: number): number {
    const held = this.#held
    this.#held = new Uint8Array(0)
    const bytes = held.length === 0 ? chunk : joined(held, chunk.subarray(start, end))
    const shift = held.length === 0 ? 0 : held.length - start
    const last = end + shift
    let at = held.length === 0 ? start : 0
    while (at < last) {
      const rowEnd = this.#rowEnd(bytes, at, last)
      if (rowEnd < 0 && last - at <= MOST_ROW) {
        this.#held = new Uint8Array(bytes.subarray(at, last))
        return end
      }
      if (rowEnd < 0) return this.#giveUp(bytes, at, last, start, shift)
      if (!this.#readRow(bytes, at, rowEnd)) return this.#leave(bytes, at, start, shift)
      at = rowEnd + 1
    }
    return end
  }

  end(): void {
    const held = this.#held
    if (held.length > 0 && !this.#readRow(held, 0, held.length) && !giveText(this.#out, held)) {
      this.#out.unread('malformed')
    }
    this.#held = new Uint8Array(0)
    this.#columns = undefined
  }

  /** The newline after a row, or -1 where it has not come. */
  #rowEnd(bytes: Uint8Array, start: number, end: number): number {
    if (this.#linesOnly) {
      const newline = bytes.subarray(start, end).indexOf(NEWLINE)
      return newline < 0 ? -1 : start + newline
    }
    let isQuoted = false
    for (let at = start; at < end; at++) {
      const byte = bytes[at]
      if (byte === QUOTE) isQuoted = !isQuoted
      else if (byte === NEWLINE && !isQuoted) return at
    }
    return -1
  }

  /** Takes a row; false for one that has other columns: the table has ended. */
  #readRow(bytes: Uint8Array, start: number, rowEnd: number): boolean {
    let end = rowEnd
    while (end > start && bytes[end - 1] === RETURN) end--
    const header = rawColumn(bytes, start, end)
    if (header !== undefined) {
      this.#columns = header
      return true
    }
    if (end === start) return true
    const columns = this.#columns
    const fields = columns === undefined ? undefined : fieldsOf(bytes, start, end)
    if (columns === undefined || fields === undefined || fields.length !== columns.count) return false
    const raw = fields[columns.raw]
    if (raw === undefined || !giveText(this.#out, fieldText(bytes, raw.start, raw.end))) {
      this.#out.unread('other')
    }
    return true
  }

  /** The row at `at` is no row: what is held of it is read again. */
  #leave(bytes: Uint8Array, at: number, start: number, shift: number): number {
    this.#columns = undefined
    if (at >= shift + start) return at - shift
    this.#again = new Uint8Array(bytes.subarray(at, shift + start))
    return start
  }

  /** A quote that does not end: its first line is lost, and the rest is read again. */
  #giveUp(bytes: Uint8Array, at: number, last: number, start: number, shift: number): number {
    this.#linesOnly = true
    this.#out.unread('malformed')
    const newline = bytes.subarray(at, last).indexOf(NEWLINE)
    return newline < 0 ? last - shift : this.#leave(bytes, at + newline + 1, start, shift)
  }
}

/** The columns of a header with `_raw`; undefined for any other line. */
function rawColumn(bytes: Uint8Array, start: number, lineEnd: number): Columns | undefined {
  let end = lineEnd
  while (end > start && bytes[end - 1] === RETURN) end--
  const first = bytes[start]
  if (end - start > MOST_HEADER || (first !== QUOTE && !isNamePart(first))) return undefined
  // Outside of quotes only names: other lines are told soon.
  let isQuoted = false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) isQuoted = !isQuoted
    else if (!isQuoted && byte !== COMMA && !isNamePart(byte)) return undefined
  }
  const fields = fieldsOf(bytes, start, end)
  const raw = fields?.findIndex((field) => isRaw(bytes, field)) ?? -1
  return fields === undefined || raw < 0 ? undefined : { raw, count: fields.length }
}

function isRaw(bytes: Uint8Array, { start, end }: Field): boolean {
  const isQuoted = bytes[start] === QUOTE && end > start + 1
  return isQuoted ? equals(bytes, start + 1, end - 1, RAW) : equals(bytes, start, end, RAW)
}

function isNamePart(byte: number | undefined): boolean {
  return (
    isLower(byte) || isUpper(byte) || isDigit(byte) || byte === UNDERSCORE || byte === DOT || byte === COLON
  )
}

/** Of a field, its quotes included. */
interface Field {
  readonly start: number
  readonly end: number
}

/** The fields of a row; undefined where a quote does not end, or something follows it. */
function fieldsOf(bytes: Uint8Array, start: number, end: number): Field[] | undefined {
  const fields: Field[] = []
  for (let at = start; ; ) {
    const fieldEnd = bytes[at] === QUOTE && at < end ? quotedEnd(bytes, at, end) : bareEnd(bytes, at, end)
    if (fieldEnd < 0) return undefined
    fields.push({ start: at, end: fieldEnd })
    if (fieldEnd === end) return fields
    if (bytes[fieldEnd] !== COMMA) return undefined
    at = fieldEnd + 1
  }
}

function quotedEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] !== QUOTE) continue
    if (bytes[at + 1] !== QUOTE || at + 1 >= end) return at + 1
    at++
  }
  return -1
}

function bareEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== COMMA) at++
  return at
}

/** What a field says: without its quotes, and doubled ones single. */
function fieldText(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (bytes[start] !== QUOTE || end - start < 2) return bytes.subarray(start, end)
  const inside = bytes.subarray(start + 1, end - 1)
  if (!inside.includes(QUOTE)) return inside
  const out = new Uint8Array(inside.length)
  let length = 0
  for (let at = 0; at < inside.length; at++) {
    out[length++] = inside[at] as number
    if (inside[at] === QUOTE) at++
  }
  return out.subarray(0, length)
}
