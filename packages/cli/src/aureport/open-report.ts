/** From the options of ts-aureport to the report that is about to be made (spec 05 §1). */

import { SkippedEvents } from '@ts-audit/auparse/search'
import { dateTimeFormat } from '@ts-audit/auparse/time'
import {
  type PrintedReport,
  printReport,
  type ReportChoice,
  type ReportOptions,
  writeReportRows,
} from '@ts-audit/aureport'
import type { InputChoice } from '@ts-audit/inputs'
import type { EventSink, LogRecord } from '@ts-audit/log'
import type { Output } from '../output/output.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import type { LogJob } from '../run/log-job.ts'
import { skippedText } from '../run/notes.ts'
import type { Session } from '../run/session.ts'
import type { AureportOptions } from './options.ts'

/** Output is handed on between chunks once this many bytes have gathered. */
const WRITE_BYTES = 1 << 16

const SKIPPED_REMEDY = '--format json counts them'

/** What a report is made with. */
export interface ReportSetting {
  readonly session: Session
  readonly output: Output
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
  readonly environment: Pick<CommandEnvironment, 'tokens' | 'version'>
}

/**
 * Prepares the report.
 *
 * @throws {RunError} when a file that an option names cannot be used
 */
export async function openReport(options: AureportOptions, setting: ReportSetting): Promise<LogJob> {
  const { session, output, note } = setting
  const { report = 'summary', bpf, format } = options
  const skipped = new SkippedEvents()
  let unlisted = 0
  const reportOptions: ReportOptions = {
    ...options,
    // Rows are for programs, which want all there is.
    lenient: format !== undefined && format !== 'html',
    onSkipped: (event, type) => skipped.add(event, type),
    onUnlisted: (records) => {
      unlisted += records
    },
    accounts: session.accounts,
    formatTime: dateTimeFormat(session.zone, session.locale),
    interfaceName: session.interfaceName,
    onComplaint: note,
  }
  if (report === 'log-integrity') {
    const { openIntegrity } = await import('./bpf/integrity-job.ts')
    const { run, rest, ...watched } = openIntegrity(options, session)
    return watchedJob(reportJob({ title: '', run }, options, setting, 'any'), watched, rest, output)
  }
  if (report !== 'bpf') {
    return {
      ...reportJob(formReport(report, options, reportOptions, output), options, setting, choiceOf(format)),
      remarks: () =>
        [skippedText(skipped, 'not counted', SKIPPED_REMEDY), unlistedText(unlisted)].filter(
          (line) => line !== undefined,
        ),
    }
  }
  // Loaded only when it is wanted: other reports start without it.
  if (options.follow === true && bpf.view !== undefined) {
    const { openLiveView } = await import('./bpf/live-view.ts')
    return reportJob({ title: '', run: openLiveView(options, { session }, output) }, options, setting, 'any')
  }
  if (bpf.view !== undefined || format === 'html') {
    const { openBpfView } = await import('./bpf/view-job.ts')
    const { run, difference, rest, ...watched } = openBpfView(options, {
      session,
      note,
      tokens: setting.environment.tokens,
      version: setting.environment.version,
    })
    const job = reportJob({ title: '', run }, options, setting, 'any')
    return watchedJob(job, watched, rest, output, difference)
  }
  const { bpfReport } = await import('./bpf/bpf-report.ts')
  // As the views, and unlike the reference's reports: what the log calls its users counts first.
  const own: ReportOptions = { ...reportOptions, enrichedNames: true }
  return reportJob(formReport(bpfReport, options, own, output), options, setting, 'any')
}

/** A job that writes once the log has ended, all inputs of it. */
function watchedJob(
  job: LogJob,
  watched: Pick<LogJob, 'onMissing' | 'onMalformed' | 'reading' | 'keepsPlaces'>,
  rest: () => Iterable<string | Uint8Array>,
  output: Output,
  difference: () => number | undefined = () => undefined,
): LogJob {
  return {
    ...job,
    ...watched,
    async end(result) {
      const status = await job.end(result)
      await writePieces(rest(), output)
      return difference() ?? status
    },
  }
}

/** Of several decisions in an event the reference lists the first; 3.0.9 lists all. */
function unlistedText(records: number): string | undefined {
  if (records === 0) return undefined
  const what = records === 1 ? '1 AVC record' : `${records} AVC records`
  return `${what} not listed, of events with several (as 4.2 does, and 3.0.9 does not): --format json has all`
}

/** Rows for programs are ours: they need not be as empty as what the reference prints about other forms. */
function choiceOf(format: AureportOptions['format']): InputChoice {
  return format === undefined ? 'compatible' : 'auto'
}

/** A report printed, or in the form for programs that is asked for. */
function formReport(
  report: ReportChoice,
  { summary, format, rawCsv }: AureportOptions,
  options: ReportOptions,
  { sink }: Output,
): PrintedReport {
  return format === undefined || format === 'html'
    ? printReport(report, summary, options, sink)
    : writeReportRows(report, summary, { ...options, format, rawCsv }, sink)
}

function reportJob(
  { title, run }: PrintedReport,
  { interpret }: AureportOptions,
  { session, output }: ReportSetting,
  choice: InputChoice,
): LogJob {
  output.sink.writeText(title)
  return {
    sink: interpret ? seeingIds(run.sink, session) : run.sink,
    choice,
    writeBytes: WRITE_BYTES,
    silentPipe: 'wait',
    startFile: (name) => run.startFile?.(name),
    endFile: () => run.endFile?.(),
    end: ({ counters }) => run.end(counters),
  }
}

/** Names of accounts that are asked for while a part of the log is read are asked for together. */
function seeingIds(sink: EventSink, { idsAhead }: Session): EventSink {
  return (event) => {
    idsAhead.see((event.records[0] as LogRecord).bytes)
    return sink(event)
  }
}

/** Writes what comes after the log's end, as fast as somebody takes it. */
async function writePieces(pieces: Iterable<string | Uint8Array>, output: Output): Promise<void> {
  const { sink } = output
  for (const piece of pieces) {
    if (typeof piece === 'string') sink.writeText(piece)
    else sink.writeBytes(piece)
    if (sink.length >= WRITE_BYTES) await output.advance()
  }
}
