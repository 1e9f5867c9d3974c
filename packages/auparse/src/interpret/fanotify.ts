/** Fields of FANOTIFY records (spec 03 §4.33, §4.35, §4.38; linux/fanotify.h). */
import { toDecimal, unsigned64 } from './integers.ts'
import { conversionError, type Interpreter } from './interpreter.ts'
import { startsWithDigit } from './outcome.ts'

const RULE_INFO = 1
const UNKNOWN_INFO = 2

/** `fan_type`: what kind of information follows; remembered for {@link fanInfo}. */
export const fanType: Interpreter = (value, { context }) => {
  context.memory.fanType = value === '0' ? 0 : value === '1' ? RULE_INFO : UNKNOWN_INFO
  return ['none', 'rule_info', 'unknown'][context.memory.fanType]
}

/** `fan_info`: the number of a rule, if the last `fan_type` said so. */
export const fanInfo: Interpreter = (value, { context }) => {
  if (context.memory.fanType !== RULE_INFO) return value
  const number = unsigned64(value, 16)
  return number === undefined ? conversionError(value) : toDecimal(number)
}

/** `resp`: FAN_ALLOW or FAN_DENY. */
export const fanResponse: Interpreter = (value) => {
  if (!startsWithDigit(value)) return value
  const number = unsigned64(value, 10)
  if (number === undefined) return conversionError(value)
  return number.low === 1 ? 'allow' : number.low === 2 ? 'deny' : 'unknown'
}

/** `subj_trust`, `obj_trust`. */
export const trust: Interpreter = (value) => (value === '0' ? 'no' : value === '1' ? 'yes' : 'unknown')
