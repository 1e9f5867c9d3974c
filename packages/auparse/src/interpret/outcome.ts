/** Results, sessions and promiscuous mode: values with a handful of meanings (spec 03 §4.12, §4.15, §4.19). */
import { NINE, ZERO } from '../ascii.ts'
import { signed64, unsigned64 } from './integers.ts'
import { conversionError, type Interpreter } from './interpreter.ts'

/** `res`, `result`: 1 is `yes`; a word stays as it is. */
export const success: Interpreter = (value) => {
  if (!startsWithDigit(value)) return value
  const number = unsigned64(value, 10)
  if (number === undefined) return conversionError(value)
  return number.low === 0 ? 'no' : number.low === 1 ? 'yes' : 'unset'
}

/** `ses`. */
export const session: Interpreter = (value) => (value === '4294967295' ? 'unset' : value)

/** `prom`, `old_prom`. */
export const promiscuous: Interpreter = (value) => {
  const number = signed64(value, 10)
  if (number === undefined) return conversionError(value)
  return number.low === 0 ? 'no' : 'yes'
}

/** True when the first character is a decimal digit. */
export function startsWithDigit(value: string): boolean {
  const code = value.charCodeAt(0)
  return code >= ZERO && code <= NINE
}
