/** Rejects events by their bytes: those in which a text that is asked for occurs in no form (spec 01 §5.4, §6). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { TextOccurrences } from '@ts-audit/log/internal'
import type { Criteria } from './criteria.ts'

/** Values that no record spells out: they stand for a name that is missing (spec 01 §5.5). */
const UNWRITTEN = ['0', '(null)', '(none)'] as const
/** Texts shorter than this occur by chance in too many records. */
const FEWEST_BYTES = 4
/** Node searches for texts of up to seven bytes by their first byte, at the speed of memory where that byte is rare. */
const MOST_BYTES = 7
/** The bytes of audit logs that are not rare, the most frequent first (counted in bench's log). */
const FREQUENT = '0= es"idt1aocurnp:f273m64_DygI95/8bSl.AUL'

/** The texts that can only come from the records themselves; hosts may come from the digits of an address. */
const texts = [
  'file',
  'terminal',
  'executable',
  'comm',
  'key',
  'vmName',
  'uuid',
] as const satisfies readonly (keyof Criteria)[]

/** A text as it may stand in a record: as it is, and as hexadecimal digits in upper or lower case. */
export type WrittenText = readonly [plain: string, digits: string]

/** The texts without which no event can match; those that cannot be looked for are not among them. */
export function writtenTexts(criteria: Criteria): WrittenText[] {
  // A resolved name may come from two records.
  const searched = texts.filter((name) => name !== 'file' || criteria.resolvesPaths !== true)
  return searched.map((name) => writtenText(criteria[name] ?? '')).filter((one) => one !== undefined)
}

/**
 * A test that is false only for events that no criterion with a text can match: a cheap look at the bytes before any
 * field is read. Undefined when the criteria have no text that can be looked for.
 */
export function createTextFilter(criteria: Criteria): ((event: LogEvent) => boolean) | undefined {
  const filters = writtenTexts(criteria).map(createFilter)
  if (filters.length === 0) return undefined
  return ({ records }) => {
    for (const isIn of filters) if (!isIn(records)) return false
    return true
  }
}

function createFilter(written: WrittenText): (records: readonly LogRecord[]) => boolean {
  const [asText, asDigits] = written.map((text) => new TextOccurrences(latin1Bytes(rarestPart(text)))) as [
    TextOccurrences,
    TextOccurrences,
  ]
  return (records) => {
    for (const { bytes, start, end } of records) {
      if (asText.isIn(bytes, start, end) || asDigits.isIn(bytes, start, end)) return true
    }
    return false
  }
}

function writtenText(text: string): WrittenText | undefined {
  const plain = withoutJoint(text)
  if (plain === '' || UNWRITTEN.some((value) => value.includes(text))) return undefined
  const digits = caselessDigits(plain)
  return digits.length < FEWEST_BYTES ? undefined : [plain, digits]
}

/** The bytes of a latin1 text. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/**
 * The part of a text that cannot come from two fields: names that begin with `./` or `..` are appended to the working
 * directory with a slash between (spec 01 §5.4), so a text may end at that slash, or go on after it.
 */
function withoutJoint(text: string): string {
  const plain = text.replace(/\/\.?$/, '')
  return plain.includes('/./') || plain.includes('/..') ? '' : plain
}

/**
 * The longest run of decimal digits in the hexadecimal form of a text, which is the same whether the others are written
 * in capitals or not. The last digit is left out: where it is 0, an odd number of digits may end before it.
 */
function caselessDigits(text: string): string {
  const digits = Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  const runs = digits.slice(0, -1).split(/[a-f]/)
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '')
}

/** The part of a text that is found fastest: it begins with the byte that is rarest in logs, and is as long as possible. */
function rarestPart(text: string): string {
  const starts = Array.from({ length: Math.max(1, text.length - MOST_BYTES + 1) }, (_, start) => start)
  const rareness = (start: number): number => FREQUENT.indexOf(text.charAt(start)) + 1 || FREQUENT.length + 1
  const start = starts.reduce((best, each) => (rareness(each) > rareness(best) ? each : best), 0)
  return text.slice(start, start + MOST_BYTES)
}
