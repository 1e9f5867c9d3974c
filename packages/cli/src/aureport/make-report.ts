/** From the options of ts-aureport to the report on standard output (spec 05 §1). */

import { type PrintedReport, printReport, type ReportOptions, writeReportRows } from '@ts-audit/aureport'
import { LogReader } from '@ts-audit/log'
import type { Configuration } from '../config/configuration.ts'
import type { CommandEnvironment } from '../environment.ts'
import { colourReport, wantsColour } from '../output/colour.ts'
import type { Output } from '../output/output.ts'
import { createProgress, noProgress } from '../output/progress.ts'
import { lineTransform } from '../output/terminal-output.ts'
import { InputError } from '../run-ausearch/read-input.ts'
import { selectInput } from '../run-ausearch/select-input.ts'
import { dateTimeFormatter, type Session } from '../session.ts'
import type { AureportOptions } from './options.ts'
import { readFiles } from './read-files.ts'

/** Output is handed on between chunks once this many bytes have gathered. */
const WRITE_BYTES = 1 << 16
const STDERR = 2

/** What a report is made with. */
export interface ReportSetting {
  readonly configuration: Configuration
  readonly environment: Pick<CommandEnvironment, 'note' | 'stdin' | 'stdout' | 'isTerminal' | 'variables'>
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
  const { configuration, environment, output } = setting
  const { note } = environment
  output.transform = reportTransform(options, environment)
  const { title, run } = openReport(options, setting)
  const reader = new LogReader({
    sink: run.sink,
    start: options.start,
    end: options.end,
    eventTimeout: Number(options.eoeTimeout ?? configuration.eventTimeout),
    onBadStamp: (stamp) => note(`Error extracting time stamp (${stamp})\n`),
  })
  output.sink.writeText(title)
  let status: 0 | 1 = 1
  let progress = noProgress
  try {
    const input = selectInput(options, configuration, environment)
    const announce = (bytes: number | undefined): void => {
      if (options.progress && environment.isTerminal(STDERR)) progress = createProgress(bytes, note)
    }
    const afterChunk = (): Promise<void> | undefined => {
      progress.at(reader.bytesRead)
      if (output.sink.length < WRITE_BYTES) return undefined
      progress.erase()
      return output.advance()
    }
    await readFiles(input, reader, run, { afterChunk, start: options.start, announce, note })
    status = run.end(reader.counters)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    progress.erase()
    note(error.text)
  }
  progress.erase()
  await output.end()
  return status
}

/** What reaches a terminal has no control characters that the escape mode leaves alone; files and pipes get every byte. */
function reportTransform(
  { escape: mode, format, colour }: AureportOptions,
  { isTerminal, stdout, variables }: ReportSetting['environment'],
): Output['transform'] {
  const toTerminal = isTerminal(stdout)
  const hasText = format === undefined || format === 'csv'
  const coloured = format === undefined && wantsColour(colour, toTerminal, variables)
  return lineTransform(hasText && mode === 'tty' && toTerminal, coloured ? colourReport : undefined)
}

function openReport(
  options: AureportOptions,
  { session, output, environment }: ReportSetting,
): PrintedReport {
  const { report = 'summary', summary, format, rawCsv } = options
  const reportOptions: ReportOptions = {
    ...options,
    accounts: session.accounts,
    formatTime: dateTimeFormatter(session),
    interfaceName: session.interfaceName,
    onComplaint: environment.note,
  }
  return format === undefined
    ? printReport(report, summary, reportOptions, output.sink)
    : writeReportRows(report, summary, { ...reportOptions, format, rawCsv }, output.sink)
}
