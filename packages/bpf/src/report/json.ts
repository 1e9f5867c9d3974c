/** Writes a report as one JSON object. */

import type { JoinedReport } from '../bpftool.ts'
import type { Coverage } from '../coverage.ts'
import type { Fields } from '../fields/field.ts'
import { findingFields } from '../fields/finding.ts'
import { commandFields, loaderFields } from '../fields/loader.ts'
import { liveFields, type Program, programFields } from '../fields/program.ts'
import { storyFields } from '../fields/story.ts'
import { isoTime, withIsoTimes } from './iso-time.ts'
import type { BpfReport } from './report.ts'
import { toUnicode } from './unicode.ts'

/** The lists a report can hold. */
export type ReportPart = 'programs' | 'loaders' | 'commands' | 'findings' | 'stories'

/** Those that every report has. */
export const REPORT_PARTS: readonly ReportPart[] = ['programs', 'loaders', 'commands', 'findings']

const BATCH = 256

const FIELDS: Readonly<Record<ReportPart, Fields>> = {
  programs: programFields,
  loaders: loaderFields,
  commands: commandFields,
  findings: findingFields,
  stories: storyFields,
}

/**
 * A report as JSON text in pieces, one item a line, so that a million programs are never one string. Text that is UTF-8
 * in the log is decoded; bytes that are not become U+FFFD. Times are ISO 8601 in UTC.
 *
 * @param parts the lists to write; coverage is always written, and so is what only one side knows in a joined report
 */
export function* reportJson(
  report: BpfReport | JoinedReport,
  parts: readonly ReportPart[] = REPORT_PARTS,
): Generator<string, void, undefined> {
  yield `{"schema":${JSON.stringify(report.schema)},\n"coverage":${json(coverageWithIsoTimes(report.coverage))}`
  for (const part of parts) yield* list(part, report[part] ?? [], withIsoTimes(FIELDS[part]))
  if ('liveOnly' in report) {
    yield* list('liveOnly', report.liveOnly, withIsoTimes(liveFields))
    yield* list('logOnly', report.logOnly, programId)
  }
  yield '}\n'
}

function* list<Item extends object>(
  name: string,
  items: Iterable<Item>,
  written: (item: Item) => object,
): Generator<string, void, undefined> {
  yield `,\n${JSON.stringify(name)}:[`
  let pending: string[] = []
  let separator = '\n'
  for (const item of items) {
    pending.push(JSON.stringify(written(item)))
    if (pending.length < BATCH) continue
    yield separator + toUnicode(pending.join(',\n'))
    separator = ',\n'
    pending = []
  }
  if (pending.length > 0) yield separator + toUnicode(pending.join(',\n'))
  yield ']'
}

function coverageWithIsoTimes(coverage: Coverage): object {
  const { from, to, boots, missingIds } = coverage
  return {
    ...coverage,
    ...(from !== undefined && { from: isoTime(from) }),
    ...(to !== undefined && { to: isoTime(to) }),
    boots: boots.map((boot) => ({
      ...boot,
      firstTime: isoTime(boot.firstTime),
      lastTime: isoTime(boot.lastTime),
    })),
    missingIds: missingIds.map((missing) => ({ ...missing, time: isoTime(missing.time) })),
  }
}

/** What identifies a program; its other fields are in the list of programs. */
function programId({ node, boot, progId }: Program): object {
  return { ...(node !== undefined && { node }), boot, progId }
}

/** The items of one list as newline-delimited JSON, a line each. */
export function* reportLines(report: BpfReport, part: ReportPart): Generator<string, void, undefined> {
  const written = withIsoTimes(FIELDS[part])
  for (const item of report[part] ?? []) yield `${json(written(item))}\n`
}

/** JSON's own characters are ASCII, so the text can be decoded after it has been written. */
function json(value: unknown): string {
  return toUnicode(JSON.stringify(value))
}
