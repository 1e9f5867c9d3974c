/** `-t`: the times of the first and the last event of each file (spec 05 §10). */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { createExtractor, SearchAttributes } from '@ts-audit/auparse/search'
import type { LogEvent } from '@ts-audit/log'
import { type ReportOptions, valueContext } from './context.ts'
import { activeSteps } from './event-selection.ts'
import { isoTime } from './iso-time.ts'
import type { ReportRun } from './report-run.ts'
import { timeText } from './time-text.ts'
import { plainTitle } from './title-block.ts'

type EventTime = Pick<LogEvent, 'seconds' | 'milliseconds' | 'exact'>

/** The times of one file; null when no event was delivered while it was read. Text is latin1. */
export interface LogTimesRow {
  readonly file: string
  readonly first: string | null
  readonly last: string | null
}

/** The lines above the report. */
export function logTimesTitle(): string {
  return plainTitle('Log Time Range Report', 21)
}

/** Prints a line for each file when it ends. */
export function printLogTimes(options: ReportOptions, sink: ByteSink): ReportRun {
  const { formatTime } = valueContext(options)
  return logTimesRun(options, (file, range) => {
    const times = range?.map((time) => timeText(time, formatTime)).join(' - ') ?? 'no records'
    sink.writeText(`${file}: ${times}\n`)
  })
}

/** Gives an object for each file when it ends. */
export function emitLogTimes(options: ReportOptions, emit: (row: LogTimesRow) => void): ReportRun {
  return logTimesRun(options, (file, range) => {
    emit({ file, first: range ? isoTime(range[0]) : null, last: range ? isoTime(range[1]) : null })
  })
}

function logTimesRun(
  options: ReportOptions,
  report: (file: string, range: readonly [EventTime, EventTime] | undefined) => void,
): ReportRun {
  const complain = complaints(options)
  let name = ''
  let first: EventTime | undefined
  let last: EventTime | undefined
  return {
    sink(event) {
      const { seconds, milliseconds, exact } = event
      last = { seconds, milliseconds, exact }
      first ??= last
      complain?.(event)
      return true
    },
    startFile(file) {
      name = file
      first = undefined
      last = undefined
    },
    endFile() {
      report(name, first !== undefined && last !== undefined ? [first, last] : undefined)
    },
    end: () => 0,
  }
}

/** Nothing is looked for in the events, but `--debug` tells about those that are malformed. */
function complaints({ debug = false, onComplaint, interpret = false }: ReportOptions) {
  if (!debug || onComplaint === undefined) return undefined
  const extract = createExtractor(activeSteps([], interpret), { write: onComplaint, debug })
  const attributes = new SearchAttributes()
  return (event: LogEvent) => void extract(event, attributes)
}
