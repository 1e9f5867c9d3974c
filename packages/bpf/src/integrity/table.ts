/** The observations as a table for programs. */
import type { ReportTable } from '../report/table.ts'
import type { IntegrityReport } from './report.ts'

const COLUMNS = [
  'time',
  'severity',
  'kind',
  'node',
  'boot',
  'file',
  'line',
  'count',
  'firstSerial',
  'lastSerial',
  'sentence',
  'causes',
  'events',
] as const

/** A column for each field of an observation that is one value; times in ISO 8601. */
export function integrityTable({ observations }: Pick<IntegrityReport, 'observations'>): ReportTable {
  return {
    columns: COLUMNS,
    rows: observations.map((one) => ({
      time: one.time === undefined || one.time === 0 ? null : new Date(one.time).toISOString(),
      severity: one.severity,
      kind: one.kind,
      node: one.node ?? null,
      boot: one.boot ?? null,
      file: one.place?.file ?? null,
      line: one.place?.line ?? null,
      count: one.count,
      firstSerial: one.firstSerial ?? null,
      lastSerial: one.lastSerial ?? null,
      sentence: one.sentence,
      causes: one.causes.join('; '),
      events: one.events.join(' '),
    })),
  }
}
