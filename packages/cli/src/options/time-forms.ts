/** How a time may be written after `-ts` and `-te`, for help and the man pages. */
import { DATE_KEYWORDS } from '@ts-audit/ausearch'
import type { Explanation } from './command-table.ts'

/** One line for the user whose time is refused; `dateFormat` is the locale's, as strftime(3) has it. */
export function acceptedTimes(dateFormat: string): string {
  return `NOTE - accepted: a date as ${readable(dateFormat)} with a time as 23:59[:59], ${[...DATE_KEYWORDS.keys()].join(', ')}, 2024-12-31[T23:59:59[Z]], @1735689599, 2h-ago\n`
}

const PARTS: ReadonlyMap<string, string> = new Map([
  ['%d', 'DD'],
  ['%-d', 'D'],
  ['%e', 'D'],
  ['%m', 'MM'],
  ['%-m', 'M'],
  ['%y', 'YY'],
  ['%Y', 'YYYY'],
])

/** `%m/%d/%y` as `MM/DD/YY`. */
function readable(format: string): string {
  return format.replace(/%-?[a-zA-Z]/g, (part) => PARTS.get(part) ?? part)
}

/** The forms, the reference's first (spec 01 §7), then those beyond it. */
export const timeForms: Explanation = {
  title: 'Times',
  entries: [
    {
      term: '12/31/24 23:59:59',
      meaning:
        'date and time as the locale writes them (here: C), in either order; without a time from midnight, up to the present time of day',
    },
    { term: '23:59', meaning: 'that time today' },
    {
      term: [...DATE_KEYWORDS.keys()].join(', '),
      meaning: 'a word instead of the date; recent is ten minutes ago, a week begins on Sunday',
    },
    { term: 'checkpoint', meaning: 'after -ts: the time noted in the file of --checkpoint' },
    {
      term: '2024-12-31, 2024-12-31T23:59:59Z',
      meaning: 'ISO 8601, with an offset or in local time; a date alone means the whole day',
    },
    { term: '@1735689599', meaning: 'seconds since 1970' },
    { term: '2h-ago', meaning: 'so long ago: s, m, h, d or w for seconds to weeks' },
  ],
}
