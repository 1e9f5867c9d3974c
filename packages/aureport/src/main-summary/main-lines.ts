/** The main summary as `aureport` prints it, and as an object. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { type ReportOptions, valueContext } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import type { ReportRun } from '../report-run.ts'
import { timeText } from '../time-text.ts'
import { plainTitle, resultPrefix } from '../title-block.ts'
import { COUNT_LABELS, COUNT_NAMES, type MainCount } from './counts.ts'
import { countAll, type LogTime, type MainTotals } from './main-summary.ts'

/** The main summary as an object: the times of the log, null where it has none, and the counters. */
export type MainSummary = {
  readonly first: string | null
  readonly last: string | null
  /** Events that the printed summary leaves out, since a field of theirs cannot be read; a lenient one counts them. */
  readonly skipped: number
} & Readonly<Record<MainCount, number>>

const EPOCH: LogTime = { seconds: 0, milliseconds: 0 }

/** The lines above the main summary. */
export function mainTitle(options: ReportOptions): string {
  return plainTitle(`${resultPrefix(options)}Summary Report`, 22)
}

/** Prints the main summary once the log has ended. */
export function printMainSummary(options: ReportOptions, sink: ByteSink): ReportRun {
  return countAll(options, (totals) => {
    for (const line of mainLines(totals, options)) sink.writeText(`${line}\n`)
    sink.writeText('\n')
  })
}

/** Gives the main summary as an object once the log has ended. */
export function emitMainSummary(options: ReportOptions, emit: (row: MainSummary) => void): ReportRun {
  let left = 0
  const onSkipped: ReportOptions['onSkipped'] = (event, type) => {
    left++
    options.onSkipped?.(event, type)
  }
  return countAll({ ...options, onSkipped }, (totals) => {
    const { counts, skipped, appArmorEvents } = totals
    const isLenient = options.lenient === true
    const first = isLenient ? totals.firstEvent : totals.first
    const last = isLenient ? totals.lastEvent : totals.last
    emit({
      first: first === undefined ? null : isoTime(first),
      last: last === undefined ? null : isoTime(last),
      ...counts,
      avcs: counts.avcs + (isLenient ? appArmorEvents : 0),
      skipped: skipped + left,
    })
  })
}

function mainLines({ first = EPOCH, last = EPOCH, counts }: MainTotals, options: ReportOptions): string[] {
  const { formatTime } = valueContext(options)
  const moment = (time: LogTime) => timeText(time, formatTime)
  const second = (seconds: number | undefined) => (seconds ? (formatTime(seconds) ?? '?') : undefined)
  const from = second(options.start) ?? formatTime(first.seconds) ?? '?'
  const to = second(options.end) ?? moment(last)
  return [
    `Range of time in logs: ${moment(first)} - ${moment(last)}`,
    `Selected time for report: ${from} - ${to}`,
    ...COUNT_NAMES.map((name) => `Number of ${COUNT_LABELS[name]}: ${counts[name]}`),
  ]
}
