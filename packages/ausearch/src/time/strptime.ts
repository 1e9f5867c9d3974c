/** The C library's strptime() for the directives that dates and times of locales consist of. */

/** What a format set; a part that the format does not mention is absent. */
export interface ParsedTime {
  readonly year?: number
  readonly month?: number
  readonly day?: number
  readonly hour?: number
  readonly minute?: number
  readonly second?: number
  /** Where parsing stopped; text may be left over. */
  readonly end: number
}

interface State {
  readonly text: string
  at: number
  year?: number
  month?: number
  day?: number
  hour?: number
  /** Hour on a 12-hour clock, 0 to 11, and whether it is after noon. */
  hour12?: number
  afternoon?: boolean
  minute?: number
  second?: number
}

type Directive = (state: State) => boolean

type NumberPart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

const DIRECTIVES: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['d', number('day', 1, 31, 2)],
  ['e', number('day', 1, 31, 2)],
  ['m', number('month', 1, 12, 2)],
  ['Y', number('year', 0, 9999, 4)],
  ['y', twoDigitYear],
  ['H', number('hour', 0, 23, 2)],
  ['k', number('hour', 0, 23, 2)],
  ['I', twelveHour],
  ['l', twelveHour],
  ['M', number('minute', 0, 59, 2)],
  ['S', number('second', 0, 61, 2)],
  ['p', halfOfDay],
  ['%', (state) => literal(state, '%')],
])

/**
 * Parses `text` by `format` as glibc does: a blank in the format skips white space, blanks before a number are
 * skipped, a number ends where another digit would exceed its limit. Undefined when the text does not fit.
 */
export function strptime(text: string, format: string): ParsedTime | undefined {
  const state: State = { text, at: 0 }
  for (let at = 0; at < format.length; at++) {
    const char = format.charAt(at)
    if (/\s/.test(char)) {
      skip(state, /[ \t\n\v\f\r]/)
    } else if (char !== '%') {
      if (!literal(state, char)) return undefined
    } else {
      at += /[-_0^#]/.test(format.charAt(at + 1)) ? 2 : 1
      if (DIRECTIVES.get(format.charAt(at))?.(state) !== true) return undefined
    }
  }
  return result(state)
}

function result(state: State): ParsedTime {
  const { year, month, day, hour12, afternoon, minute, second, at } = state
  const hour = hour12 === undefined ? state.hour : hour12 + (afternoon === true ? 12 : 0)
  return {
    end: at,
    ...(year === undefined ? {} : { year }),
    ...(month === undefined ? {} : { month }),
    ...(day === undefined ? {} : { day }),
    ...(hour === undefined ? {} : { hour }),
    ...(minute === undefined ? {} : { minute }),
    ...(second === undefined ? {} : { second }),
  }
}

function number(part: NumberPart, from: number, to: number, digits: number): Directive {
  return (state) => {
    const value = readNumber(state, from, to, digits)
    if (value === undefined) return false
    state[part] = value
    return true
  }
}

function twoDigitYear(state: State): boolean {
  const value = readNumber(state, 0, 99, 2)
  if (value === undefined) return false
  state.year = value >= 69 ? 1900 + value : 2000 + value
  return true
}

function twelveHour(state: State): boolean {
  const value = readNumber(state, 1, 12, 2)
  if (value === undefined) return false
  state.hour12 = value % 12
  return true
}

function halfOfDay(state: State): boolean {
  const half = state.text.slice(state.at, state.at + 2).toUpperCase()
  if (half !== 'AM' && half !== 'PM') return false
  state.afternoon = half === 'PM'
  state.at += 2
  return true
}

function literal(state: State, char: string): boolean {
  if (state.text.charAt(state.at) !== char) return false
  state.at++
  return true
}

function skip(state: State, what: RegExp): void {
  while (state.at < state.text.length && what.test(state.text.charAt(state.at))) state.at++
}

function readNumber(state: State, from: number, to: number, digits: number): number | undefined {
  skip(state, / /)
  let value = 0
  let read = 0
  while (read < digits && value * 10 <= to && isDigit(state.text, state.at)) {
    value = value * 10 + Number(state.text.charAt(state.at))
    state.at++
    read++
  }
  return read === 0 || value < from || value > to ? undefined : value
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}
