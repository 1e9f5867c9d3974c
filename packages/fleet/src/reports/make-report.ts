/** Asks a store for a report. */
import type { Engine, Value } from '../engine.ts'
import { reportTexts } from '../generated/report-texts.ts'
import { StoreError } from '../store-error.ts'
import { type ReportName, type ReportRow, reports } from './registry.ts'
import { DEFAULT_LIMIT, type ReportColumnType, type ReportParameters } from './report-definition.ts'

export interface Report<Name extends ReportName> {
  readonly name: Name
  readonly rows: readonly ReportRow<Name>[]
  /** Whether the store has more rows than the limit let through. */
  readonly isCut: boolean
}

/** All times that both engines can compare with. */
const BEGINNING = new Date(Date.UTC(1900, 0, 1))
const END = new Date(Date.UTC(2262, 0, 1))
const DAY_MINUTES = 1440

/**
 * @throws StoreError when the store cannot answer, or not with the columns of the report
 * @throws RangeError for a limit that is no positive number of rows
 */
export async function makeReport<Name extends ReportName>(
  engine: Engine,
  name: Name,
  {
    since = BEGINNING,
    until = END,
    node = '',
    silentMinutes = DAY_MINUTES,
    limit = DEFAULT_LIMIT,
  }: ReportParameters = {},
): Promise<Report<Name>> {
  const isLimited = limit !== Number.POSITIVE_INFINITY
  if (isLimited && !(Number.isSafeInteger(limit) && limit > 0))
    throw new RangeError(`the limit of a report is a positive number of rows: ${limit}`)
  // Every report is in order; one row more tells whether there are more.
  const sql = isLimited ? `${reportTexts[name]}\nLIMIT $rows` : reportTexts[name]
  const all = { since, until, node, silent: silentMinutes, rows: limit + 1 }
  const used = Object.entries(all).filter(([parameter]) => sql.includes(`$${parameter}`))
  const answer = await engine.query(sql, Object.fromEntries(used))
  const columns = Object.entries(reports[name].columns)
  if (columns.map(([column]) => column).join() !== answer.columns.join()) {
    throw new StoreError(`the report ${name} has other columns than it should: ${answer.columns.join(', ')}`)
  }
  const rows: ReportRow<Name>[] = []
  let isCut = false
  for await (const piece of answer.rows) {
    for (const values of piece) {
      if (rows.length === limit) {
        isCut = true
        break
      }
      const row = columns.map(([column, type], index) => [column, typed(type, values[index] ?? null)])
      rows.push(Object.fromEntries(row) as ReportRow<Name>)
    }
  }
  return { name, rows, isCut }
}

function typed(type: ReportColumnType, value: Value): string | number | Date | null {
  if (value === null) return null
  switch (type) {
    case 'text':
      return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value)
    case 'count':
      return Number(value)
    case 'time':
      return value instanceof Date ? value : null
  }
}
