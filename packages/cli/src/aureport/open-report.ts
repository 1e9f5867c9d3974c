/** From the options of ts-aureport to the report on standard output (spec 05 §1). */

import { printReport, type ReportChoice, type ReportOptions, writeReportRows } from '@ts-audit/aureport'
import { type EventSink, LogReader, type LogReaderOptions, type LogRecord } from '@ts-audit/log'
import type { Configuration } from '../config/configuration.ts'
import { selectInput } from '../input/select-input.ts'
import { colourReport, wantsColour } from '../output/colour.ts'
import type { Output } from '../output/output.ts'
import { createProgress, noProgress } from '../output/progress.ts'
import { terminalSafeJson } from '../output/terminal-json.ts'
import { lineTransform } from '../output/terminal-output.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { checkMemory } from '../run/memory-check.ts'
import { RunError } from '../run/run-error.ts'
import { dateTimeFormatter, type Session } from '../run/session.ts'
import type { AureportOptions } from './options.ts'
import { readFiles } from './read-files.ts'
import type { ReportJob } from './report-job.ts'

/** Output is handed on between chunks once this many bytes have gathered. */
const WRITE_BYTES = 1 << 16
const STDERR = 2

/** What a report is made with. */
export interface ReportSetting {
  readonly configuration: Configuration
  readonly environment: Pick<
    CommandEnvironment,
    'note' | 'showProgress' | 'stdin' | 'stdout' | 'isTerminal' | 'variables'
  >
  readonly session: Session
  readonly output: Output
}

/**
 * Makes the report.
 *
 * @returns the exit status (spec 05 §11)
 * @throws {OutputError} when standard output cannot be written
 */
export async function makeReport(options: AureportOptions, setting: ReportSetting): Promise<0 | 1> {
  const { configuration, environment, output, session } = setting
  let progress = noProgress
  const note = (text: string): void => {
    progress.erase()
    environment.note(text)
  }
  output.transform = reportTransform(options, environment)
  let status: 0 | 1 = 1
  try {
    const {
      title,
      run,
      createReader = newReader,
      rest,
    } = await openReport(options, { ...setting, environment: { ...environment, note } })
    const reader = createReader({
      sink: options.interpret ? seeingIds(run.sink, session) : run.sink,
      start: options.start,
      end: options.end,
      eventTimeout: Number(options.eoeTimeout ?? configuration.eventTimeout),
      onBadStamp: (stamp) => note(`Error extracting time stamp (${stamp})\n`),
    })
    output.sink.writeText(title)
    const input = selectInput(options, configuration, environment)
    const announce = (bytes: number | undefined): void => {
      if (options.progress && environment.isTerminal(STDERR))
        progress = createProgress(bytes, environment.showProgress ?? environment.note)
    }
    const afterChunk = (): Promise<void> | undefined => {
      checkMemory(reader)
      const isReady = output.sink.length >= WRITE_BYTES
      // Output on the same terminal takes the place of the line; beside a file or a pipe it stays.
      if (isReady && environment.isTerminal(environment.stdout)) progress.erase()
      else progress.at(reader.bytesRead)
      return isReady ? output.advance() : undefined
    }
    await readFiles(input, reader, run, { afterChunk, start: options.start, announce, note })
    status = run.end(reader.counters)
    progress.erase()
    if (rest !== undefined) await writeRest(rest(), output)
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    note(error.text)
  }
  progress.erase()
  await output.end()
  return status
}

/** Names of accounts that are asked for while a part of the log is read are asked for together. */
function seeingIds(sink: EventSink, { idsAhead }: Session): EventSink {
  return (event) => {
    idsAhead.see((event.records[0] as LogRecord).bytes)
    return sink(event)
  }
}

/** What reaches a terminal has no control characters that the escape mode leaves alone; files and pipes get every byte. */
function reportTransform(
  { escape: mode, format, colour }: AureportOptions,
  { isTerminal, stdout, variables }: ReportSetting['environment'],
): Output['transform'] {
  const toTerminal = isTerminal(stdout)
  if (toTerminal && (format === 'json' || format === 'ndjson')) return terminalSafeJson
  const coloured = format === undefined && wantsColour(colour, toTerminal, variables)
  return lineTransform(mode === 'tty' && toTerminal, coloured ? colourReport : undefined)
}

/** Writes what comes after the log's end, as fast as somebody takes it. */
async function writeRest(pieces: Iterable<string | Uint8Array>, output: Output): Promise<void> {
  const { sink } = output
  for (const piece of pieces) {
    if (typeof piece === 'string') sink.writeText(piece)
    else sink.writeBytes(piece)
    if (sink.length >= WRITE_BYTES) await output.advance()
  }
}

function newReader(options: LogReaderOptions): LogReader {
  return new LogReader(options)
}

/** @throws {RunError} when a file that an option names cannot be used */
async function openReport(options: AureportOptions, setting: ReportSetting): Promise<ReportJob> {
  const { session, output, environment } = setting
  const { report = 'summary', bpf, format } = options
  const reportOptions: ReportOptions = {
    ...options,
    accounts: session.accounts,
    formatTime: dateTimeFormatter(session),
    interfaceName: session.interfaceName,
    onComplaint: environment.note,
  }
  if (report !== 'bpf') return formReport(report, options, reportOptions, output)
  // Loaded only when it is wanted: other reports start without it.
  if (bpf.view !== undefined || format === 'html') {
    const { openBpfView } = await import('./bpf/view-job.ts')
    return openBpfView(options, setting)
  }
  const { bpfReport, createBpfReader } = await import('./bpf/bpf-report.ts')
  return {
    ...formReport(bpfReport, options, reportOptions, output),
    createReader: (readerOptions) => createBpfReader(readerOptions, environment.note),
  }
}

/** A report printed, or in the form for programs that is asked for. */
function formReport(
  report: ReportChoice,
  { summary, format, rawCsv }: AureportOptions,
  options: ReportOptions,
  { sink }: Output,
): ReportJob {
  return format === undefined || format === 'html'
    ? printReport(report, summary, options, sink)
    : writeReportRows(report, summary, { ...options, format, rawCsv }, sink)
}
