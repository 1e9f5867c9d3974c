/**
 * Search results as CSV (RFC 4180) with a column `_raw`, as Splunk exports them: the text of each event, which may have
 * several lines.
 */
import { COLON, COMMA, DOT, NEWLINE, QUOTE, RETURN, UNDERSCORE } from '../ascii.ts'
import { ascii, equals, isDigit, isLower, isUpper, joined } from '../bytes.ts'
import type { BlockForm, BlockReader, FormOutput } from '../input-form.ts'
import { giveText } from '../json/log-text.ts'

/** Of one row that is read: Splunk cuts events at 10,000 bytes by default. */
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

/** Where in a row a byte is: at the start of a field, in one, in quotes, or after a quote that may have ended them. */
type RowState = 'start' | 'bare' | 'quoted' | 'closed'

class CsvReader implements BlockReader {
  readonly #out: FormOutput
  #columns: Columns | undefined
  /** A row that has not ended. */
  #held = new Uint8Array(0)
  /** Within a row that is too long, of which nothing is read: its lines may be anybody's. */
  #skipping: RowState | undefined
  #again: Uint8Array | undefined

  constructor(out: FormOutput) {
    this.#out = out
  }

  get active(): boolean {
    return this.#columns !== undefined || this.#held.length > 0 || this.#skipping !== undefined
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
      const row = rowEnd(bytes, at, last, this.#skipping ?? 'start', this.#columns !== undefined)
      if (this.#skipping !== undefined || (row.end < 0 && last - at > MOST_ROW)) {
        if (this.#skipping === undefined) this.#out.unread('too-long')
        this.#skipping = row.end < 0 ? row.state : undefined
        if (row.end < 0) return end
      } else if (row.end < 0) {
        this.#held = new Uint8Array(bytes.subarray(at, last))
        return end
      } else if (this.#columns === undefined) {
        // Whatever it is, the first line is taken: reading goes on.
        this.#columns = rawColumn(bytes, at, row.end)
        if (this.#columns === undefined) {
          this.#out.unread('malformed')
          return this.#leave(bytes, row.end + 1, start, shift)
        }
      } else if (!this.#readRow(bytes, at, row.end)) return this.#leave(bytes, at, start, shift)
      at = row.end + 1
    }
    return end
  }

  end(): void {
    const held = this.#held
    const { state } = rowEnd(held, 0, held.length, 'start', true)
    if (state === 'quoted') this.#out.unread('malformed')
    else if (held.length > 0 && !this.#readRow(held, 0, held.length) && !giveText(this.#out, held)) {
      this.#out.unread('malformed')
    }
    this.#held = new Uint8Array(0)
    this.#columns = undefined
    this.#skipping = undefined
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
    const fields = columns && fieldsOf(bytes, start, end)
    if (columns === undefined || fields?.length !== columns.count) return false
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
}

/** The newline after a row, or -1 where it has not come; and the state there. A header has no newlines in its names. */
function rowEnd(
  bytes: Uint8Array,
  start: number,
  end: number,
  begin: RowState,
  mayQuote: boolean,
): { readonly end: number; readonly state: RowState } {
  let state = begin
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte === NEWLINE && (state !== 'quoted' || !mayQuote)) return { end: at, state: 'start' }
    if (state === 'quoted') {
      if (byte === QUOTE) state = 'closed'
    } else if (byte === COMMA) state = 'start'
    // Doubled, it is one of the text.
    else if (byte === QUOTE && state !== 'bare') state = 'quoted'
    else state = 'bare'
  }
  return { end: -1, state }
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
    if (byte === QUOTE) {
      // Inside of a name it is none of a header's.
      if (!isQuoted && at > start && bytes[at - 1] !== COMMA && bytes[at - 1] !== QUOTE) return undefined
      isQuoted = !isQuoted
    } else if (!isQuoted && byte !== COMMA && !isNamePart(byte)) return undefined
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
