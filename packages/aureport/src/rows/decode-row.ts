/** Text of the log for programs: read as UTF-8 where the bytes are UTF-8. */
import type { CellValue } from '../columns/column.ts'
import type { AnyRow } from './emit-report.ts'

const utf8 = new TextDecoder()
const NOT_ASCII = /[\x80-\xff]/

/** A row whose latin1 texts are read as UTF-8; bytes that are not become U+FFFD. */
export function decodeRow(row: AnyRow): AnyRow {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, decodeValue(value)]))
}

function decodeValue(value: CellValue): CellValue {
  if (typeof value !== 'string' || !NOT_ASCII.test(value)) return value
  return utf8.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)))
}
