/** `ts-aufleet report NAME`: a report of the store as text. */
import {
  isReportName,
  renderReport,
  reportFormats,
  reportNames,
  type Store,
  StoreError,
} from '@ts-audit/fleet'

/** Which part of the store a report is about, and its form. */
export interface ReportWish {
  readonly since?: Date
  readonly until?: Date
  readonly node?: string
  readonly format?: string
}

/** @throws StoreError when there is no such report, or not in this form */
export async function reportText(
  store: Store,
  words: readonly string[],
  { since, until, node, format = 'table' }: ReportWish,
): Promise<string> {
  const [name = '', ...more] = words
  if (!isReportName(name) || more.length > 0) {
    throw new StoreError(`report takes one name: ${reportNames.join(', ')}`)
  }
  const known = reportFormats.find((each) => each === format)
  if (known === undefined) throw new StoreError(`report has the forms ${reportFormats.join(', ')}`)
  return renderReport(await store.report(name, { since, until, node }), known)
}

/** The names of the reports, for help. */
export const reportList = reportNames.join(', ')

/** A day, or a moment; without a zone it is in UTC. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/
const SPAN = /^(\d{1,5})([dh])$/
const HOUR_MS = 3_600_000

/**
 * The moment that a word names: `2026-11-24`, `2026-11-24T08:00`, or `7d` and `12h`, so long before now.
 * @returns undefined when it names none
 */
export function readMoment(word: string, now: number): Date | undefined {
  const [, count, unit] = SPAN.exec(word) ?? []
  if (count !== undefined) return new Date(now - Number(count) * HOUR_MS * (unit === 'd' ? 24 : 1))
  if (!MOMENT.test(word)) return undefined
  const text = word.replace(' ', 'T')
  const moment = new Date(/T/.test(text) && !/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
