/** Results of system calls and error numbers (spec 03 §4.5, §4.39). */
import { errnoName, errorText } from '@ts-audit/tables/errno'
import { isNegative, negate, signed64 } from './integers.ts'
import { conversionError, type Interpreter, ofNumber } from './interpreter.ts'

/** `exit`: `EACCES(Permission denied)` for a negative result, other results as they stand. */
export const exitCode: Interpreter = (value) => {
  const result = signed64(value, 10)
  if (result === undefined) return conversionError(value)
  if (!isNegative(result)) return value
  const error = negate(result).low | 0
  return `${errnoName(Math.abs(error)) ?? '(null)'}(${errorText(error)})`
}

/** `errno`. */
export const errorNumber: Interpreter = ofNumber(10, ({ low }) => errnoName(Math.abs(low | 0)) ?? 'UNKNOWN')
