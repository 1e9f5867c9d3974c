/** Numbers as fields have them, put into columns; what is no such number leaves the row without one. */
import type { NumberColumn } from '../columns/number-column.ts'
import type { FieldWalk } from './field-walk.ts'

const UNSET = 4294967295
const MOST_INT32 = 0x7fffffff
/** So many digits are exact, and more than any id has. */
const EXACT_DIGITS = 15
const NONE = -1

const DECIMAL = /^-?\d{1,20}$/
const UNSIGNED = /^\d{1,20}$/

/** Digits alone; -1 for anything else. */
function digits(text: string, start: number, end: number): number {
  if (start === end || end - start > EXACT_DIGITS) return NONE
  let number = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return NONE
    number = number * 10 + digit
  }
  return number
}

/** An id of a user, group, session or program; unset is none. */
export function putId(column: NumberColumn, row: number, { text, start, end }: FieldWalk): void {
  let id = digits(text, start, end)
  if (id === NONE && start < end) id = Number(text.slice(start, end))
  if (Number.isInteger(id) && id >= 0 && id < UNSET) column.put(row, id)
  else column.clear(row)
}

/** A number of 32 bits with a sign. */
export function putNumber(column: NumberColumn, row: number, { text, start, end }: FieldWalk): void {
  let number = digits(text, start, end)
  if (number === NONE) number = start < end ? Number(text.slice(start, end)) : Number.NaN
  if (Number.isInteger(number) && Math.abs(number) <= MOST_INT32) column.put(row, number)
  else column.clear(row)
}

/** Up to sixteen hexadecimal digits. */
export function putWord(column: NumberColumn, row: number, { text, start, end }: FieldWalk): void {
  let high = 0
  let low = 0
  const isWord = end > start && end - start <= 16
  for (let at = start; isWord && at < end; at++) {
    const digit = hexDigit(text.charCodeAt(at))
    if (digit < 0) {
      column.clear(row)
      return
    }
    high = ((high << 4) | (low >>> 28)) >>> 0
    low = ((low << 4) | digit) >>> 0
  }
  if (isWord) column.putHalves(row, low, high)
  else column.clear(row)
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x41 && code <= 0x46) return code - 0x37
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  return -1
}

/** An unsigned number of 64 bits. */
export function putUnsigned(column: NumberColumn, row: number, { text, start, end }: FieldWalk): void {
  const number = digits(text, start, end)
  column.clear(row)
  if (number !== NONE) column.put(row, number)
  else if (UNSIGNED.test(text.slice(start, end))) column.putValue(row, BigInt(text.slice(start, end)))
}

/** A mode in octal digits. */
export function putMode(column: NumberColumn, row: number, { text, start, end }: FieldWalk): void {
  let mode = 0
  const isMode = end > start && end - start <= 10
  for (let at = start; isMode && at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 7) {
      column.clear(row)
      return
    }
    mode = mode * 8 + digit
  }
  if (isMode) column.put(row, mode)
  else column.clear(row)
}

/** What a system call returned; undefined for what is no number, which changes nothing. */
export function exitValue({ text, start, end }: FieldWalk): number | bigint | undefined {
  const number = digits(text, start, end)
  if (number !== NONE) return number
  const value = text.slice(start, end)
  if (!DECIMAL.test(value)) return undefined
  const exact = Number(value)
  return Number.isSafeInteger(exact) ? exact : BigInt.asIntN(64, BigInt(value))
}
