/** From an event to a row: extraction, the filters of all reports, and the report's own condition (spec 05 §4). */
import { type ActiveSteps, createExtractor, noSteps, SearchAttributes } from '@ts-audit/auparse/search'
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { type ReportOptions, valueContext } from './context.ts'
import { keepsEvent, wantedResult } from './event-filter.ts'
import type { Qualification } from './qualification.ts'
import type { ReportStep } from './report-definition.ts'
import type { ReportRow } from './report-row.ts'
import { typeSet } from './type-set.ts'
import { ValueTexts } from './value-texts.ts'

/** Records that the extraction may complain about, so that their events are never skipped. */
const COMPLAINING = typeSet(RecordType.SOCKADDR)

/** A row that is filled anew for each event. */
export interface FilledRow extends ReportRow {
  event: ReportRow['event']
  entry: ReportRow['entry']
  record: ReportRow['record']
}

/** What a report wants to know of events. */
export interface Wanted extends Qualification {
  readonly steps: readonly ReportStep[]
}

/** The steps of the extraction: what every report needs, what this one needs, and the machine for syscall names. */
export function activeSteps(steps: readonly ReportStep[], interpret: boolean): ActiveSteps {
  const active: Record<keyof ActiveSteps, boolean> = { ...noSteps }
  for (const step of steps) active[step] = true
  return { ...active, pid: true, success: true, account: true, arch: interpret, uidNumber: active.uid }
}

/**
 * Calls `visit` with each event that qualifies. Events whose types do not fit are not looked into, unless that could
 * be noticed on stderr.
 */
export function createSelection(
  { steps, types, holds }: Wanted,
  options: ReportOptions,
  visit: (row: FilledRow) => void,
): (event: LogEvent) => void {
  const texts = new ValueTexts(valueContext(options))
  const attributes = new SearchAttributes()
  const { debug = false, onComplaint = () => {}, onSkipped, interfaceName } = options
  const active = { ...activeSteps(steps, texts.interpret), lenient: options.lenient ?? false }
  const extract = createExtractor(active, {
    write: onComplaint,
    interfaceName,
    debug,
  })
  const keeps = keepsEvent(options)
  const result = wantedResult(options)
  let row: FilledRow | undefined
  return (event) => {
    const fits = (types === undefined || types.matches(event)) && keeps(event)
    if (!fits && !debug && !COMPLAINING.matches(event)) return
    const isRead = extract(event, attributes) === 0
    if (!fits) return
    if (!isRead) {
      if (attributes.failedType !== undefined) onSkipped?.(event, attributes.failedType)
      return
    }
    texts.see(event)
    if (result !== undefined && attributes.success !== result) return
    row ??= { event, attributes, entry: undefined, record: undefined, texts }
    row.event = event
    if (holds === undefined || holds(row)) visit(row)
  }
}
