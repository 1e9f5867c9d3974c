/** Writes a report as one JSON object. */

import type { JoinedReport } from '../bpftool.ts'
import type { Program } from '../fields/program.ts'
import type { BpfReport } from './report.ts'
import { toUnicode } from './unicode.ts'

/** The lists a report can hold. */
export type ReportPart = 'programs' | 'loaders' | 'commands' | 'findings' | 'stories'

/** Those that every report has. */
export const REPORT_PARTS: readonly ReportPart[] = ['programs', 'loaders', 'commands', 'findings']

const BATCH = 256

/**
 * A report as JSON text in pieces, one item a line, so that a million programs are never one string. Text that is UTF-8
 * in the log is decoded; bytes that are not become U+FFFD.
 *
 * @param parts the lists to write; coverage is always written, and so is what only one side knows in a joined report
 */
export function* reportJson(
  report: BpfReport | JoinedReport,
  parts: readonly ReportPart[] = REPORT_PARTS,
): Generator<string, void, undefined> {
  yield `{"schema":${JSON.stringify(report.schema)},\n"coverage":${json(report.coverage)}`
  for (const part of parts) yield* list(part, report[part] ?? [])
  if ('liveOnly' in report) {
    yield* list('liveOnly', report.liveOnly)
    yield* list('logOnly', report.logOnly.map(programId))
  }
  yield '}\n'
}

function* list(name: string, items: Iterable<unknown>): Generator<string, void, undefined> {
  yield `,\n${JSON.stringify(name)}:[`
  let pending: string[] = []
  let separator = '\n'
  for (const item of items) {
    pending.push(JSON.stringify(item))
    if (pending.length < BATCH) continue
    yield separator + toUnicode(pending.join(',\n'))
    separator = ',\n'
    pending = []
  }
  if (pending.length > 0) yield separator + toUnicode(pending.join(',\n'))
  yield ']'
}

/** What identifies a program; its other fields are in the list of programs. */
function programId({ node, boot, progId }: Program): object {
  return { ...(node !== undefined && { node }), boot, progId }
}

/** The items of one list as newline-delimited JSON, a line each. */
export function* reportLines(report: BpfReport, part: ReportPart): Generator<string, void, undefined> {
  for (const item of report[part] ?? []) yield `${json(item)}\n`
}

/** JSON's own characters are ASCII, so the text can be decoded after it has been written. */
function json(value: unknown): string {
  return toUnicode(JSON.stringify(value))
}
