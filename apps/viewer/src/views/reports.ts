/** The reports of aureport over a selection, as rows that can be sorted. */

import { SkippedEvents } from '@ts-audit/auparse/search'
import {
  type ReportListing,
  type ReportName,
  type ReportOptions,
  reportListings,
  rowFields,
} from '@ts-audit/aureport'
import { decodeRow, emitReport } from '@ts-audit/aureport/internal'
import type { EventReader } from '../log/event-reader.ts'
import type { ReadLog } from '../log/read-logs.ts'
import { skippedText } from './skipped-text.ts'

/** What is asked for. */
export interface ReportWish {
  readonly name: ReportName
  readonly summary: boolean
  /** `-i`: names instead of numbers. */
  readonly interpret: boolean
  /** Also what aureport leaves out, as `--format json` has it. */
  readonly lenient: boolean
}

export type Cell = string | number | boolean | null

/** A report; rows beyond {@link MOST_ROWS} are counted. */
export interface ReportTable {
  readonly fields: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly total: number
  /** What is not counted, for people. */
  readonly remark: string | undefined
}

/** Memory: a row of a report about a million events is a row for each. */
export const MOST_ROWS = 300_000

/** A report for the menu. */
export interface ReportChoice {
  readonly name: ReportName
  readonly title: string
  readonly hasSummary: boolean
  /** As the command line names it. */
  readonly option: string
}

export const reportChoices: readonly ReportChoice[] = [
  { name: 'summary', title: 'Summary of all', hasSummary: false, option: '' },
  ...reportListings.map(choiceOf),
]

function choiceOf({ name, meaning, hasSummary, options }: ReportListing): ReportChoice {
  return { name, title: titleOf(meaning), hasSummary, option: options?.at(-1) ?? '' }
}

/** The meaning in the help shows the letter of the option, as in `aNomaly report`: that is no title. */
function titleOf(meaning: string): string {
  const words = meaning
    .replace(/ report$/i, '')
    .replace(/^report about /i, '')
    .split(' ')
  const plain = words.map((word) => (/^\(?[A-Z]+\)?$/.test(word) ? word : word.toLowerCase())).join(' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** Makes a report. The selection is in the order of the log; it may be all events of some logs. */
export async function makeReport(
  wish: ReportWish,
  {
    selected,
    logs,
    reader,
    options,
    isStopped,
  }: {
    readonly selected: Uint32Array
    readonly logs: readonly ReadLog[]
    readonly reader: EventReader
    readonly options: ReportOptions
    readonly isStopped: () => boolean
  },
): Promise<ReportTable> {
  const fields = rowFields(wish.name, wish.summary)
  const rows: (readonly Cell[])[] = []
  let total = 0
  const skipped = new SkippedEvents()
  const run = emitReport(
    wish.name,
    wish.summary,
    {
      ...options,
      interpret: wish.interpret,
      lenient: wish.lenient,
      onSkipped: (event, type) => skipped.add(event, type),
    },
    (row) => {
      total++
      if (rows.length >= MOST_ROWS) return
      const decoded = decodeRow(row)
      rows.push(fields.map((field) => decoded[field] ?? null))
    },
  )
  let at = 0
  for (const { path, begin, end } of logs.flatMap(({ files }) => files)) {
    if (begin > end) continue
    run.startFile?.(path)
    const first = at
    while (at < selected.length && (selected[at] as number) < end) at++
    await reader.read(selected.subarray(first, at), run.sink, { isStopped })
    run.endFile?.()
  }
  run.end({ firstStamp: logs[0]?.firstStamp })
  const remark = skippedText(skipped, 'not counted')
  // A row of many counters is read more easily as a column.
  if (wish.name === 'summary') {
    const [row = []] = rows
    return {
      fields: ['what', 'value'],
      rows: fields.map((field, number) => [field, row[number] ?? null]),
      total: fields.length,
      remark,
    }
  }
  return { fields, rows, total, remark }
}

/** Sorted by a column; numbers by their size, and what is not there at the end. */
export function sortRows(
  rows: readonly (readonly Cell[])[],
  column: number,
  isDown: boolean,
): readonly (readonly Cell[])[] {
  const sign = isDown ? -1 : 1
  return rows.toSorted((one, other) => {
    const a = one[column] ?? null
    const b = other[column] ?? null
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    const x = String(a)
    const y = String(b)
    return x < y ? -sign : x > y ? sign : 0
  })
}
