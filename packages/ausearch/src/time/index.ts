/** Time arguments of the command line: what `-ts` and `-te` accept. */
export { parseTimeArgument } from './argument.ts'
export type { TimeArgument, TimeContext, TimeSide } from './clock.ts'
export { DATE_KEYWORDS } from './keywords.ts'
