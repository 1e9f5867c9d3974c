/** `%x`: a date as the locale writes it. */
import type { CivilTime } from './civil.ts'
import { twoDigits } from './ctime.ts'
import type { TimeLocale } from './locale.ts'

/** The directives that occur in numeric date formats. */
const DIRECTIVES: ReadonlyMap<string, (civil: CivilTime) => string> = new Map([
  ['d', (civil: CivilTime) => twoDigits(civil.day)],
  ['-d', (civil: CivilTime) => `${civil.day}`],
  ['e', (civil: CivilTime) => `${civil.day}`.padStart(2)],
  ['m', (civil: CivilTime) => twoDigits(civil.month)],
  ['-m', (civil: CivilTime) => `${civil.month}`],
  ['y', (civil: CivilTime) => twoDigits(((civil.year % 100) + 100) % 100)],
  // C adds 1900 in 32 bits: the last years it can hold print as negative.
  ['Y', (civil: CivilTime) => `${civil.year | 0}`],
  ['%', () => '%'],
])

/** The date in the locale's own short form, `11/27/19` in the C locale; latin1 text that holds UTF-8 bytes. */
export function formatDate(civil: CivilTime, locale: TimeLocale): string {
  const { dateFormat } = locale
  if (dateFormat === '%m/%d/%y') {
    return `${twoDigits(civil.month)}/${twoDigits(civil.day)}/${twoDigits(((civil.year % 100) + 100) % 100)}`
  }
  return dateFormat.replace(/%(-?[a-zA-Z%])/g, (text, name: string) => DIRECTIVES.get(name)?.(civil) ?? text)
}
