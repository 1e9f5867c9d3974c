/** The date and time formats of a locale, chosen as the C library chooses them. */
import { DATE_FORMATS, TIME_FORMATS } from './locale-formats.ts'

/** What LC_TIME decides. Formats are strftime formats; their literal text is UTF-8 bytes read as latin1. */
export interface TimeLocale {
  /** As in the environment: `de_DE.UTF-8`. */
  readonly id: string
  /** What `%x` stands for. */
  readonly dateFormat: string
  /** What `%X` stands for when a time is parsed. */
  readonly timeFormat: string
}

/** The environment variables that name the locale of times; a value, so that nothing here reads the environment. */
export interface LocaleVariables {
  readonly LC_ALL?: string | undefined
  readonly LC_TIME?: string | undefined
  readonly LANG?: string | undefined
}

export const C_LOCALE: TimeLocale = { id: 'C', dateFormat: '%m/%d/%y', timeFormat: '%H:%M:%S' }

/** The locale id in force for times: LC_ALL before LC_TIME before LANG; an empty variable counts as not set. */
export function localeId(variables: LocaleVariables): string {
  return variables.LC_ALL || variables.LC_TIME || variables.LANG || 'C'
}

/**
 * The formats of a locale such as `de_DE.UTF-8`. Locales the table does not know get ICU's short date; an unknown
 * id is the C locale, as in the C library (spec 01 §7.4).
 */
export function timeLocale(id: string): TimeLocale {
  const name = id.replace(/[.@].*$/, '')
  const dateFormat = formatOf(DATE_FORMATS, name) ?? icuDateFormat(name)
  if (dateFormat === undefined) return { ...C_LOCALE, id }
  return {
    id,
    dateFormat: utf8AsLatin1(dateFormat),
    timeFormat: utf8AsLatin1(formatOf(TIME_FORMATS, name) ?? C_LOCALE.timeFormat),
  }
}

function formatOf(
  table: readonly (readonly [format: string, locales: string])[],
  name: string,
): string | undefined {
  return table.find(([, locales]) => locales.split(/\s+/).includes(name))?.[0]
}

/** ICU's short date as a strftime format, read off one date whose parts are all different. */
function icuDateFormat(name: string): string | undefined {
  if (!/^[a-z]{2,3}_[A-Z]{2}$/.test(name)) return undefined
  const tag = name.replace('_', '-')
  if (Intl.DateTimeFormat.supportedLocalesOf(tag).length === 0) return undefined
  const style = { calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC', dateStyle: 'short' } as const
  const parts = new Intl.DateTimeFormat(tag, style).formatToParts(Date.UTC(2009, 1, 3))
  return parts.map(directive).join('')
}

function directive(part: Intl.DateTimeFormatPart): string {
  if (part.type === 'year') return part.value.length === 2 ? '%y' : '%Y'
  if (part.type === 'month') return part.value.length === 2 ? '%m' : '%-m'
  if (part.type === 'day') return part.value.length === 2 ? '%d' : '%-d'
  return part.value.replaceAll('%', '%%')
}

function utf8AsLatin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
