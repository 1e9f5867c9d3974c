/** Expected values: the tables of spec 01 §7, taken from the reference with a faked clock. */
import { C_LOCALE, namedZone, type TimeLocale, timeLocale, UTC } from '@ts-audit/auparse/time'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTimeArgument } from './argument.ts'
import type { TimeContext, TimeSide } from './clock.ts'

const OFFSETS: Readonly<Record<string, string>> = { UTC: 'Z', EST: '-05:00', EDT: '-04:00' }
const SIDES: Readonly<Record<string, TimeSide>> = { '-ts': 'start', '-te': 'end' }

/** `2024-02-29 23:00:00 EST` as seconds since 1970. */
function seconds(text: string): number {
  const [date, time, zone = 'UTC'] = text.split(' ')
  return Date.parse(`${date}T${time}${OFFSETS[zone]}`) / 1000
}

function contextAt(now: string, changes: Partial<TimeContext> = {}): TimeContext {
  return { now: seconds(now), zone: UTC, locale: C_LOCALE, uptime: () => 5400, ...changes }
}

/** The instant in UTC, or the error text: what `-ts 11/15/23 10:00` comes to. */
function meaning(line: string | readonly string[], context: TimeContext): string {
  const [option = '', ...tokens] = typeof line === 'string' ? line.split(' ') : line
  const found = parseTimeArgument(SIDES[option]!, tokens as [string], context)
  if (found.kind === 'error') return found.lines.join('\n')
  if (found.kind === 'checkpoint') return 'checkpoint'
  return new Date(found.seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

const SUMMER = contextAt('2024-06-15 16:34:56')

describe('keywords', () => {
  test.each([
    ['now', '2024-06-15 16:34:56', '2024-06-15 16:34:56', '2024-06-15 10:00:00'],
    ['recent', '2024-06-15 16:24:56', '2024-06-15 16:24:56', '2024-06-15 10:00:00'],
    ['this-hour', '2024-06-15 16:34:56', '2024-06-15 16:34:56', '2024-06-15 10:00:00'],
    // An hour and a half after boot.
    ['boot', '2024-06-15 15:04:56', '2024-06-15 15:04:56', '2024-06-15 10:00:00'],
    ['today', '2024-06-15 00:00:00', '2024-06-15 16:34:56', '2024-06-15 10:00:00'],
    ['yesterday', '2024-06-14 00:00:00', '2024-06-14 00:00:00', '2024-06-14 10:00:00'],
    ['this-week', '2024-06-09 00:00:00', '2024-06-09 00:00:00', '2024-06-09 10:00:00'],
    ['week-ago', '2024-06-08 00:00:00', '2024-06-08 00:00:00', '2024-06-08 10:00:00'],
    ['this-month', '2024-06-01 00:00:00', '2024-06-01 00:00:00', '2024-06-01 10:00:00'],
    ['this-year', '2024-01-01 00:00:00', '2024-01-01 00:00:00', '2024-01-01 10:00:00'],
  ])('%s', (word, start, end, atTen) => {
    const found = [`-ts ${word}`, `-te ${word}`, `-ts ${word} 10:00`, `-ts 10:00 ${word}`]
    expect(found.map((line) => meaning(line, SUMMER))).toEqual([start, end, atTen, atTen])
  })

  test.each([
    ['-ts now 00:00', '2024-06-15 00:00:00'],
    ['-ts now 00:00:00', '2024-06-15 16:34:56'],
    ['-te today 00:00:00', '2024-06-15 16:34:56'],
    ['-te today 00:00', '2024-06-15 00:00:00'],
    ['-ts checkpoint', 'checkpoint'],
    ['-ts NOW', 'Invalid start date (NOW). Month, Day, and Year are required.'],
    ['-ts today foo', 'Invalid start time (foo). Hour, Minute, and Second are required.'],
    ['-te checkpoint', 'Invalid end date (checkpoint). Month, Day, and Year are required.'],
    ['-ts checkpoint 10:00', 'Invalid start date (checkpoint). Month, Day, and Year are required.'],
  ])('%s', (line, expected) => {
    expect(meaning(line, SUMMER)).toBe(expected)
  })

  test.each([
    [5399.5, '2024-06-15 15:04:56'],
    [5399.49, '2024-06-15 15:04:57'],
  ])('boot %s seconds ago is rounded', (uptime, expected) => {
    expect(meaning('-ts boot', { ...SUMMER, uptime: () => uptime })).toBe(expected)
  })

  test.each([
    ['-ts boot', 'start'],
    ['-te boot', 'end'],
  ])('%s without an uptime', (line, side) => {
    const context = { ...SUMMER, uptime: () => ({ reason: 'No such file or directory' }) }
    expect(meaning(line, context)).toBe(
      `Can't read uptime (No such file or directory)\nInvalid ${side} date (boot). Month, Day, and Year are required.`,
    )
  })
})

describe('dates and times in the C locale', () => {
  test.each<[line: string | readonly string[], expected: string]>([
    ['-ts 10:00', '2024-06-15 10:00:00'],
    ['-te 10:00', '2024-06-15 10:00:00'],
    ['-ts 06/01/24', '2024-06-01 00:00:00'],
    ['-te 06/01/24', '2024-06-01 16:34:56'],
    ['-ts 11/15/23', '2023-11-15 00:00:00'],
    ['-ts 11/15/23 10:00', '2023-11-15 10:00:00'],
    ['-ts 10:00:00 11/15/23', '2023-11-15 10:00:00'],
    ['-te 11/14/23 12:00', '2023-11-14 12:00:00'],
    ['-ts 1/5/04', '2004-01-05 00:00:00'],
    ['-ts 11/31/23', '2023-12-01 00:00:00'],
    ['-ts 11/15/68', '2068-11-15 00:00:00'],
    ['-ts 11/15/23 9:5', '2023-11-15 09:05:00'],
    ['-ts 11/15/23 10:00:60', '2023-11-15 10:01:00'],
    ['-ts 11/15/23 10:00:61', '2023-11-15 10:01:01'],
    [['-ts', ' 11/ 5/ 23', ' 1: 2: 3'], '2023-11-05 01:02:03'],
    ['-ts 11/15/2023', 'Error parsing start date (11/15/2023)'],
    ['-te 11/15/2023', 'Error parsing end date (11/15/2023)'],
    ['-ts 11/15/23x', 'Error parsing start date (11/15/23x)'],
    [['-ts', '11 /15/23'], 'Invalid start date (11 /15/23). Month, Day, and Year are required.'],
    ['-ts 13/15/23', 'Invalid start date (13/15/23). Month, Day, and Year are required.'],
    ['-ts 11/32/23', 'Invalid start date (11/32/23). Month, Day, and Year are required.'],
    ['-ts 0/1/23', 'Invalid start date (0/1/23). Month, Day, and Year are required.'],
    ['-ts foo', 'Invalid start date (foo). Month, Day, and Year are required.'],
    [['-ts', ''], 'Invalid start date (). Month, Day, and Year are required.'],
    ['-ts 11/15/23 10', 'Invalid start time (10). Hour, Minute, and Second are required.'],
    ['-ts 11/15/23 25:00:00', 'Invalid start time (25:00:00). Hour, Minute, and Second are required.'],
    ['-te 11/15/23 10:60', 'Invalid end time (10:60). Hour, Minute, and Second are required.'],
    ['-ts 11/15/23 10:00:62', 'Invalid start time (10:00:62). Hour, Minute, and Second are required.'],
    ['-ts 11/15/23 10:00:00x', 'Error parsing start time (10:00:00x)'],
    ['-te 11/15/23 10:00:00x', 'Error parsing end time (10:00:00x)'],
    ['-ts 12/31/03', 'Error - year is 2003'],
    ['-ts 12/31/69', 'Error - year is 1969'],
    // The date is looked at first, then the time, then the year.
    ['-ts foo bar', 'Invalid start date (foo). Month, Day, and Year are required.'],
    ['-ts 12/31/03 bar', 'Invalid start time (bar). Hour, Minute, and Second are required.'],
  ])('%j', (line, expected) => {
    expect(meaning(line, SUMMER)).toBe(expected)
  })
})

describe('dates and times in other locales', () => {
  test.each<[locale: string, line: string | readonly string[], expected: string]>([
    ['en_US.UTF-8', '-ts 11/15/2023', '2023-11-15 00:00:00'],
    ['en_US.UTF-8', '-ts 11/15/23', 'Error - year is 23'],
    ['en_US.UTF-8', '-ts 11/15/2023 10:00', '2023-11-15 10:00:00'],
    ['en_US.UTF-8', '-ts 11/15/2023 10:00:00', '2023-11-15 10:00:00'],
    ['en_US.UTF-8', ['-ts', '11/15/2023', '10:00:00 PM'], '2023-11-15 22:00:00'],
    ['de_DE.UTF-8', '-ts 15.11.2023', '2023-11-15 00:00:00'],
    ['de_DE.UTF-8', '-ts 11/15/23', '2023-11-15 00:00:00'],
    ['fr_FR.UTF-8', '-ts 15/11/2023', '2023-11-15 00:00:00'],
    ['en_GB.UTF-8', '-ts 15/11/23', '2023-11-15 00:00:00'],
    ['en_GB.UTF-8', '-ts 15/11/2023', 'Error parsing start date (15/11/2023)'],
    ['sv_SE.UTF-8', '-ts 2023-11-15', '2023-11-15 00:00:00'],
    ['ja_JP.UTF-8', '-ts 2023年11月15日', '2023-11-15 00:00:00'],
    ['ja_JP.UTF-8', '-ts 2023年11月15日 10:00', '2023-11-15 10:00:00'],
    ['ja_JP.UTF-8', '-ts 2023年11月15日 10時00分00秒', '2023-11-15 10:00:00'],
    ['xx_YY.UTF-8', '-ts 11/15/23', '2023-11-15 00:00:00'],
  ])('%s %j', (id, line, expected) => {
    const locale: TimeLocale = timeLocale(id)
    const words = typeof line === 'string' ? line.split(' ') : line
    expect(meaning(words.map(latin1), { ...SUMMER, locale })).toBe(expected)
  })
})

/** The bytes of a word, as the command line hands them over. */
function latin1(word: string): string {
  return Array.from(new TextEncoder().encode(word), (byte) => String.fromCharCode(byte)).join('')
}

describe('daylight saving in New York', () => {
  const zone = namedZone('America/New_York')

  test.each([
    ['2024-03-15 12:00:00 EDT', '-ts this-month', '2024-02-29 23:00:00 EST'],
    ['2024-03-15 12:00:00 EDT', '-ts this-week', '2024-03-09 23:00:00 EST'],
    ['2024-03-15 12:00:00 EDT', '-ts week-ago', '2024-03-08 00:00:00 EST'],
    ['2024-03-15 12:00:00 EDT', '-te 11/03/24', '2024-11-03 11:00:00 EST'],
    ['2024-06-15 12:34:56 EDT', '-ts 03/10/24', '2024-03-10 00:00:00 EST'],
    ['2024-06-15 12:34:56 EDT', '-ts 03/10/24 08:00', '2024-03-10 09:00:00 EDT'],
    ['2024-06-15 12:34:56 EDT', '-ts 03/10/24 02:30', '2024-03-10 03:30:00 EDT'],
    ['2024-06-15 12:34:56 EDT', '-ts 11/03/24', '2024-11-03 00:00:00 EDT'],
    ['2024-06-15 12:34:56 EDT', '-ts 11/03/24 08:00', '2024-11-03 07:00:00 EST'],
    ['2024-06-15 12:34:56 EDT', '-ts 11/03/24 01:30', '2024-11-03 01:30:00 EDT'],
    ['2024-06-15 12:34:56 EDT', '-ts 07/15/24 08:00', '2024-07-15 08:00:00 EDT'],
    ['2024-12-15 12:34:56 EST', '-ts 07/15/24 08:00', '2024-07-15 08:00:00 EDT'],
    ['2024-12-15 12:34:56 EST', '-ts 11/03/24 01:30', '2024-11-03 01:30:00 EDT'],
    ['2024-03-10 17:00:00 EDT', '-ts today', '2024-03-09 23:00:00 EST'],
    ['2024-03-10 17:00:00 EDT', '-ts 01:00', '2024-03-10 00:00:00 EST'],
    ['2024-11-03 21:00:00 EST', '-ts today', '2024-11-03 01:00:00 EDT'],
    ['2024-11-03 21:00:00 EST', '-ts 08:00', '2024-11-03 08:00:00 EST'],
    ['2024-06-15 12:34:56 EDT', '-te 01/15/24', '2024-01-15 11:34:56 EST'],
  ])('now %s: %s', (now, line, expected) => {
    const utc = new Date(seconds(expected) * 1000).toISOString().slice(0, 19).replace('T', ' ')
    expect(meaning(line, contextAt(now, { zone }))).toBe(utc)
  })
})

// As the installed ausearch 3.0.9 answers: standard time is the summer's in Dublin, so its midnight is a day earlier.
describe('explicit dates in Dublin', () => {
  test.each([
    ['-te 03/09/24 10:00:00', '2024-03-08 10:00:00'],
    ['-te 03/31/24 10:00:00', '2024-03-30 10:00:00'],
    ['-ts 01/01/04', 'Error - year is 2003'],
  ])('%s', (line, expected) => {
    expect(meaning(line, { ...SUMMER, zone: namedZone('Europe/Dublin') })).toBe(expected)
  })
})

describe('forms beyond the reference', () => {
  const zone = namedZone('America/New_York')

  test.each([
    ['-ts 2023-12-13', '2023-12-13 00:00:00 EST'],
    ['-te 2023-12-13', '2023-12-13 23:59:59 EST'],
    ['-ts 2023-12-13 9:05', '2023-12-13 09:05:00 EST'],
    ['-ts 21:39:24 2023-12-13', '2023-12-13 21:39:24 EST'],
    ['-ts 2023-12-13T21:39', '2023-12-13 21:39:00 EST'],
    ['-ts 2024-07-15T08:00:00', '2024-07-15 08:00:00 EDT'],
    ['-ts 2023-12-13T21:39:24Z', '2023-12-13 21:39:24 UTC'],
    ['-ts 2023-12-13T21:39:24.987Z', '2023-12-13 21:39:24 UTC'],
    ['-te 2023-12-13T21:39:24+05:30', '2023-12-13 16:09:24 UTC'],
    ['-te 2023-12-13T21:39:24-0800', '2023-12-14 05:39:24 UTC'],
    ['-ts @1700000000', '2023-11-14 22:13:20 UTC'],
    ['-ts 2h-ago', '2024-06-15 10:34:56 EDT'],
    ['-ts 90s-ago', '2024-06-15 12:33:26 EDT'],
    ['-te 7d-ago', '2024-06-08 12:34:56 EDT'],
    ['-te 1w-ago', '2024-06-08 12:34:56 EDT'],
    ['-ts 30m-ago', '2024-06-15 12:04:56 EDT'],
  ])('%s', (line, expected) => {
    const utc = new Date(seconds(expected) * 1000).toISOString().slice(0, 19).replace('T', ' ')
    expect(meaning(line, contextAt('2024-06-15 12:34:56 EDT', { zone }))).toBe(utc)
  })

  // What is none of these forms keeps the reference's message.
  test.each([
    ['-ts 2023-02-30', 'Invalid start date (2023-02-30). Month, Day, and Year are required.'],
    ['-ts 2023-13-01', 'Invalid start date (2023-13-01). Month, Day, and Year are required.'],
    ['-ts @', 'Invalid start date (@). Month, Day, and Year are required.'],
    ['-ts @12x', 'Invalid start date (@12x). Month, Day, and Year are required.'],
    ['-ts 2y-ago', 'Invalid start date (2y-ago). Month, Day, and Year are required.'],
    [
      '-te 2023-12-13T24:00:00Z',
      'Invalid end time (2023-12-13T24:00:00Z). Hour, Minute, and Second are required.',
    ],
    ['-ts 2h-ago 10:00', 'Invalid start date (2h-ago). Month, Day, and Year are required.'],
  ])('%s is refused', (line, expected) => {
    expect(meaning(line, SUMMER)).toBe(expected)
  })
})

test('any words give an instant or a message, never an exception', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[0-9/:@T.+-]{0,40}$/),
    fc.constantFrom('now', 'boot', 'checkpoint', '11/15/23', '10:00', '2h-ago', '2023-12-13'),
  )
  const side = fc.constantFrom<TimeSide>('start', 'end')
  fc.assert(
    fc.property(side, word, fc.option(word, { nil: undefined }), (end, first, second) => {
      const found = parseTimeArgument(end, second === undefined ? [first] : [first, second], SUMMER)
      if (found.kind === 'error') expect(found.lines.length).toBeGreaterThan(0)
      else if (found.kind === 'instant') expect(Number.isInteger(found.seconds)).toBe(true)
      else expect([end, first]).toEqual(['start', 'checkpoint'])
    }),
  )
})
