/** Checks of plain values: choices, numbers, space left, intervals (spec 01 §B.2). */
import type { Check, CheckTarget, Entry } from './check.ts'
import type { AuditdSettings } from './settings.ts'

/** Where an accepted value goes; left out when nothing here depends on it. */
type Store<Value> = (settings: AuditdSettings, value: Value) => void

const INT32_MAX = 2n ** 31n - 1n
const UINT64_MAX = 2n ** 64n - 1n
const RANGE = 'Numerical result out of range'

/** Accepts anything. */
export const anything: Check = () => true

/** The value in lower case when it is one of `words`; says so when it is not. */
export function chosenWord(
  words: ReadonlySet<string>,
  { value, line }: Entry,
  { say }: CheckTarget,
): string | undefined {
  const word = value.toLowerCase()
  if (words.has(word)) return word
  say(`Option ${value} not found - line ${line}`)
  return undefined
}

/** One of the words, in any case. */
export function choice(words: string, store?: Store<string>): Check {
  const known = new Set(words.split(' '))
  return (entry, target) => {
    const word = chosenWord(known, entry, target)
    if (word === undefined) return false
    store?.(target.settings, word)
    return true
  }
}

/** `yes` or `no`. */
export function yesOrNo(store?: Store<boolean>): Check {
  return choice('yes no', store && ((settings, word) => store(settings, word === 'yes')))
}

/** Digits only; `limit` judges the number and says what is wrong with it. */
export function number(
  store?: Store<bigint>,
  limit?: (value: bigint, entry: Entry, target: CheckTarget) => boolean,
): Check {
  return (entry, target) => {
    if (!/^[0-9]*$/.test(entry.value)) {
      target.say(`Value ${entry.value} should only be numbers - line ${entry.line}`)
      return false
    }
    const value = convert(entry.value, entry, target)
    if (value === undefined || (limit && !limit(value, entry, target))) return false
    store?.(target.settings, value)
    return true
  }
}

/** A number that must fit an int. */
export function int(store?: Store<bigint>): Check {
  return number(store, (value, entry, { say }) => {
    if (value <= INT32_MAX) return true
    say(`Error - converted number (${entry.value}) is too large - line ${entry.line}`)
    return false
  })
}

export const logCount: Check = number(undefined, (value, _, { say }) => {
  if (value <= 999n) return true
  say('num_logs must be 999 or less')
  return false
})

export const queueDepth: Check = number(undefined, (value, _, { say }) => {
  if (value === 0n) say('q_depth must be greater than zero')
  else if (value > 99999n) say('q_depth must be 99999 or less')
  else {
    if (value < 512n) say('q_depth should be larger than 512 for safety margin')
    return true
  }
  return false
})

/** Megabytes or, with a percent sign anywhere, a share; the number is what stands in front of the first sign. */
export function space(key: 'spaceLeft' | 'adminSpaceLeft'): Check {
  return (entry, target) => {
    const { value, line } = entry
    const offending = /[^0-9%]/.exec(value)
    if (offending !== null) {
      target.say(`Value ${offending[0]} ${value} should only be numbers or percent - line ${line}`)
      return false
    }
    const percent = value.includes('%')
    const amount = convert(percent ? value.slice(0, value.indexOf('%')) : value, entry, target)
    if (amount === undefined) return false
    if (percent && amount > 99n) {
      target.say(`Percentages should be less than 100 - line ${line}`)
      return false
    }
    target.settings[key] = { amount, percent }
    return true
  }
}

/** A group by number, of which trailing characters are ignored, or by name. */
export const group: Check = ({ value, line }, { settings, machine, say }) => {
  const digits = /^[0-9]+/.exec(value)?.[0]
  if (digits === undefined) {
    const id = machine.groupId(value)
    if (id === undefined) {
      say(`Group ID is non-numeric and unknown (${value}) - line ${line}\n`)
      return false
    }
    settings.logGroup = BigInt(id)
    return true
  }
  const id = uint64(digits)
  if (id === undefined) {
    say(`Numeric group ID conversion error (${RANGE}) for ${value} - line ${line}\n`)
    return false
  }
  settings.logGroup = BigInt.asUintN(32, id)
  return true
}

const logFormatWord: Check = choice('raw enriched nolog')
/** `nolog` is the old way to say that no log is written. */
export const logFormatOrNone: Check = (entry, target) => {
  if (!logFormatWord(entry, target)) return false
  if (entry.value.toLowerCase() !== 'nolog') return true
  target.say('The NOLOG option to log_format is deprecated. Please use the write_logs option.')
  if (target.settings.writeLogs) {
    target.say('The NOLOG option is overriding the write_logs current setting.')
    target.settings.writeLogs = false
  }
  return true
}

/** A keyword that no longer means anything. */
export function deprecated(keyword: string): Check {
  return ({ line }, { say }) => {
    say(`The ${keyword} option is deprecated - line ${line}`)
    return true
  }
}

const HOUR = 3600n
const DAY = 24n * HOUR
const UNIT_SECONDS: ReadonlyMap<string, bigint> = new Map([
  ['', 1n],
  ['s', 1n],
  ['m', 60n],
  ['h', HOUR],
  ['d', DAY],
  ['M', 30n * DAY],
])

/** A span of time; what cannot be read as one fails without a word (spec 01 §B.2). */
export const interval: Check = ({ value, line }, { say }) => {
  const [, digits = '', unit = ''] = /^([0-9]+)([smhdM]?)$/.exec(value) ?? []
  const amount = digits === '' ? undefined : uint64(digits)
  if (amount === undefined) return false
  const seconds = amount * (UNIT_SECONDS.get(unit) ?? 1n)
  if (seconds > 40n * DAY) {
    say(`Error - report_interval (${value}) is too large - line ${line}`)
    return false
  }
  if (seconds > 6n * HOUR) say(`Warning - report_interval is more than 6 hours apart - line ${line}`)
  return true
}

function convert(digits: string, { line }: Entry, { say }: CheckTarget): bigint | undefined {
  const value = uint64(digits)
  if (value === undefined) say(`Error converting string to a number (${RANGE}) - line ${line}`)
  return value
}

/** Decimal digits, none being 0; undefined when they do not fit 64 bits. */
function uint64(digits: string): bigint | undefined {
  const value = BigInt(digits)
  return value > UINT64_MAX ? undefined : value
}
