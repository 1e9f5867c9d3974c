/** Values as laurel 0.8 writes them: numbers of some fields, text decoded, null for what says nothing. */
import { latin1 } from '@ts-audit/log/internal'
import { laurelNumberBase } from '@ts-audit/tables/event-schemas'
import { APOSTROPHE, QUOTE } from '../ascii.ts'
import { percentText } from './percent.ts'
import { hexBytes } from './texts.ts'

/** A bigint is a number that JSON holds and JavaScript does not. */
export type LaurelValue = string | number | bigint | null

const HEX = /^[0-9a-fA-F]{1,16}$/
const OCTAL = /^[0-7]{1,21}$/
const DECIMAL = /^-?\d{1,19}$/
const LAST_INTEGER = 2n ** 63n - 1n
const LEADING_ZEROS = /^0+(?=.)/
const LONGEST_NUMBER = 21

/** The value of a field of a record. */
export function laurelValue(name: string, bytes: Uint8Array, start: number, end: number): LaurelValue {
  const base = end - start > LONGEST_NUMBER ? undefined : laurelNumberBase(name)
  const number = base === undefined ? undefined : numberIn(base, latin1(bytes, start, end))
  return number ?? laurelText(bytes, start, end)
}

/** The value of a field inside of a message, where laurel knows no numbers, or of one without a type. */
export function laurelText(bytes: Uint8Array, start: number, end: number): string | null {
  if (end === start) return null
  const quote = bytes[start]
  if ((quote === QUOTE || quote === APOSTROPHE) && end - start > 1 && bytes[end - 1] === quote) {
    return percentText(bytes, start + 1, end - 1)
  }
  if (end - start === 1 && bytes[start] === 0x3f) return null
  if (end - start === 6 && latin1(bytes, start, end) === '(null)') return null
  const decoded = hexBytes(bytes, start, end)
  return decoded === undefined ? percentText(bytes, start, end) : percentText(decoded, 0, decoded.length)
}

/** A number in hexadecimal, without leading zeros. */
export function hexText(text: string): string | undefined {
  return HEX.test(text) ? `0x${text.replace(LEADING_ZEROS, '').toLowerCase()}` : undefined
}

function numberIn(base: 8 | 10 | 16, text: string): string | number | bigint | undefined {
  switch (base) {
    case 16:
      return hexText(text)
    case 8:
      return OCTAL.test(text) ? `0o${text.replace(LEADING_ZEROS, '')}` : undefined
    default:
      return decimal(text)
  }
}

function decimal(text: string): number | bigint | undefined {
  if (!DECIMAL.test(text)) return undefined
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number === 0 ? 0 : number
  const exact = BigInt(text)
  return exact <= LAST_INTEGER && exact >= -LAST_INTEGER - 1n ? exact : undefined
}
