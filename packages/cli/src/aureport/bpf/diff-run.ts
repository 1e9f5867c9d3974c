/** `--bpf diff A B`: what is new, changed or gone from one log, or saved report, to another. */
import { closeSync, openSync, readSync } from 'node:fs'
import { ByteSink } from '@ts-audit/auparse/internal'
import { csvForm } from '@ts-audit/aureport/internal'
import {
  type BpfReport,
  type ComparedReport,
  comparedReport,
  createBpfTracker,
  differences,
  differencesView,
  diffJson,
  diffLines,
  diffTable,
  isSavedReport,
  notCompared,
  type ReportDiff,
  readSavedReport,
  viewText,
} from '@ts-audit/bpf'
import { fileName } from '../../output/system-text.ts'
import type { LogResult } from '../../run/log-job.ts'
import { RunError } from '../../run/run-error.ts'
import { type LogSetting, runLog } from '../../run/run-log.ts'
import type { Session } from '../../run/session.ts'
import type { AureportOptions } from '../options.ts'
import { onlyNodes } from './only-nodes.ts'
import { readSmallFile } from './small-file.ts'
import { readBaselineFile, readToolsFile, refusing } from './view-job.ts'
import { userFormatter, viewOptions } from './view-output.ts'

/** Bytes that tell a saved report from a log. */
const BEGINNING = 200
const NEITHER =
  'no audit record was read from it, and it is no report that a view has saved with --format json'

/**
 * Reads both sides and writes their differences.
 *
 * @returns the exit status: 1 when there are none, or a side cannot be read
 * @throws {OutputError} when standard output cannot be written
 */
export async function runDiff(
  options: AureportOptions,
  { session, ...setting }: LogSetting & { readonly session: Session },
): Promise<number> {
  const { output, environment } = setting
  const [first = '', second = ''] = options.bpf.diff ?? []
  const before = await readSide(first, options, setting)
  const after = before === undefined ? undefined : await readSide(second, options, setting)
  if (before === undefined || after === undefined) return 1
  const diff: ReportDiff = {
    before: first,
    after: second,
    differences: differences(before, after),
    notCompared: notCompared(before, after),
  }
  for (const list of diff.notCompared) {
    environment.note(`NOTE - ${list} are not compared: they are in one of the two only\n`)
  }
  for (const piece of pieces(diff, options, session)) {
    if (typeof piece === 'string') output.sink.writeText(piece)
    else output.sink.writeBytes(piece)
    await output.advance()
  }
  await output.end()
  return diff.differences.length > 0 ? 0 : 1
}

/** What is compared of a file; undefined when it could not be read, which has been said. */
async function readSide(
  path: string,
  options: AureportOptions,
  setting: LogSetting,
): Promise<ComparedReport | undefined> {
  try {
    if (isSavedReport(beginningOf(path))) return refusing(path, () => readSavedReport(readSmallFile(path)))
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    setting.environment.note(error.text)
    return undefined
  }
  let report: BpfReport | undefined
  const open = () => {
    const { bpf, nodes } = options
    const tracker = createBpfTracker({
      thresholds: bpf.thresholds,
      baseline: bpf.baseline === undefined ? undefined : readBaselineFile(bpf.baseline),
      knownTools: bpf.knownTools === undefined ? undefined : readToolsFile(bpf.knownTools),
    })
    return {
      sink: onlyNodes(nodes, tracker.sink),
      choice: 'any' as const,
      onMissing: tracker.noteLost,
      writeBytes: 1,
      silentPipe: 'wait' as const,
      end: ({ counters, notes }: LogResult) => {
        // What is no log would be compared as a log in which nothing happened.
        if (counters.records + counters.outsideWindow === 0 && notes.length > 0) {
          setting.environment.note(`${path}: ${NEITHER}\n`)
          return 1
        }
        report = tracker.finish()
        return 0
      },
    }
  }
  await runLog({ ...options, inputPath: path }, setting, open, () => 1)
  return report === undefined ? undefined : comparedReport(report)
}

/** Empty for what cannot be opened: the reading of the log complains of it. */
function beginningOf(path: string): string {
  try {
    const descriptor = openSync(fileName(path), 'r')
    try {
      const bytes = Buffer.alloc(BEGINNING)
      return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, BEGINNING, 0))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}

function* pieces(
  diff: ReportDiff,
  options: AureportOptions,
  session: Session,
): Generator<string | Uint8Array, void, undefined> {
  const { format, escape: mode, rawCsv: raw, interpret } = options
  const utf8 = new TextEncoder()
  if (format === 'json') for (const text of diffJson(diff)) yield utf8.encode(text)
  else if (format === 'ndjson') for (const line of diffLines(diff)) yield utf8.encode(line)
  else if (format === 'csv') {
    const { columns, rows } = diffTable(diff, {
      formatUser: interpret ? userFormatter({}, session) : undefined,
    })
    const sink = new ByteSink()
    const form = csvForm(columns, { escape: mode, raw }, sink)
    form.begin()
    for (const row of rows) form.row(row)
    form.end()
    yield sink.bytes.slice(0, sink.length)
  } else {
    const shown = viewOptions({}, options, session)
    for (const line of viewText(differencesView(diff, shown), shown)) yield `${line}\n`
  }
}
