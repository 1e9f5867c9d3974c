/** A BPF report in the form that was asked for, in pieces: bytes, or latin1 text. */
import { escapeText } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { dateTimeFormat } from '@ts-audit/auparse/time'
import type { RowFormat } from '@ts-audit/aureport'
import { csvForm } from '@ts-audit/aureport/internal'
import {
  type BpfReport,
  chosenStories,
  commandsView,
  coverageHead,
  coverageNote,
  type Exhibit,
  findingsView,
  type JoinedReport,
  loadedPrograms,
  loadedView,
  loadersView,
  notableStories,
  programsView,
  type ReportPart,
  renderBpfHtml,
  reportJson,
  reportLines,
  reportTable,
  searchCommand,
  storyLines,
  type View,
  type ViewOptions,
  viewText,
} from '@ts-audit/bpf'
import type { Session } from '../../run/session.ts'
import { joinLines } from './join-lines.ts'
import type { BpfView, BpfViewOptions } from './settings.ts'
import { zoneNote } from './zone-note.ts'

const UNSET = 4294967295
/** Names of users are cut to this many bytes, as in the other reports (spec 05 §6.2). */
const LONGEST_USER = 63
/** Texts of numbers kept. */
const KEPT_TEXTS = 4096
/** Text is handed on once this much has gathered. */
const PIECE = 1 << 14

interface ViewDefinition {
  readonly part: ReportPart
  readonly show: (report: BpfReport, options: ViewOptions) => View
}

const views: Readonly<Record<Exclude<BpfView, 'story' | 'integrity' | 'diff'>, ViewDefinition>> = {
  programs: { part: 'programs', show: programsView },
  loaded: { part: 'programs', show: loadedView },
  loaders: { part: 'loaders', show: loadersView },
  commands: { part: 'commands', show: commandsView },
  findings: { part: 'findings', show: findingsView },
}

type Pieces = Generator<string | Uint8Array, void, undefined>

/** Writes a view; without one, the page. */
export function* viewPieces(
  report: BpfReport | JoinedReport,
  view: BpfView | undefined,
  options: BpfViewOptions,
  session: Session,
  exhibit: () => Exhibit,
): Pieces {
  const { format, interpret } = options
  const utf8 = new TextEncoder()
  if (format === 'html' || view === undefined) {
    const page = renderBpfHtml(report, {
      exhibit: exhibit(),
      userName: interpret ? (id) => session.accounts.userName(id)?.slice(0, LONGEST_USER) : undefined,
      searchCommand: (ids) => searchCommand(ids, inputOptions(options)),
    })
    yield utf8.encode(page)
    return
  }
  if (view === 'story') {
    yield* stories(report, options, session)
    return
  }
  // These have a run, or pieces, of their own.
  if (view === 'diff' || view === 'integrity') return
  const { part, show } = views[view]
  if (format === undefined) {
    const shown = viewOptions(report, options, session)
    yield* printed(viewText(show(report, shown), shown), report, options, session)
    return
  }
  const asked = view === 'loaded' ? { ...report, programs: loadedPrograms(report) } : report
  yield* rows(asked, part, format, options, session)
}

/** Stories: in forms for programs all that are asked for, in print without a wish only the notable ones. */
function* stories(report: BpfReport, options: BpfViewOptions, session: Session): Pieces {
  const { format, bpf } = options
  const chosen = chosenStories(report.stories ?? [], bpf.of ?? [])
  if (format === undefined || format === 'html') {
    const { told, others } = bpf.of === undefined ? notableStories(chosen) : { told: chosen, others: 0 }
    yield* printed(storyLines(told, others, viewOptions(report, options, session)), report, options, session)
    return
  }
  yield* rows({ ...report, stories: chosen }, 'stories', format, options, session)
}

function* rows(
  asked: BpfReport,
  part: ReportPart,
  format: RowFormat,
  options: BpfViewOptions,
  session: Session,
): Pieces {
  const utf8 = new TextEncoder()
  if (format === 'csv') yield* csv(asked, part, options, session)
  else if (format === 'json') for (const text of reportJson(asked, [part])) yield utf8.encode(text)
  else {
    for (const line of reportLines(asked, part)) yield utf8.encode(line)
    // The last line is a report without lists: what the log can tell, and what only the kernel knows.
    yield utf8.encode(`${[...reportJson(asked, [])].join('').replaceAll('\n', '')}\n`)
  }
}

/** Whether a view has anything to show; without one, whether the page has. */
export function hasRows(
  report: BpfReport,
  view: BpfView | undefined,
  { bpf: { of: wishes = [] } }: Pick<BpfViewOptions, 'bpf'>,
): boolean {
  if (view === 'loaded') return loadedPrograms(report).length > 0
  if (view === 'story') return chosenStories(report.stories ?? [], wishes).length > 0
  if (view !== undefined && view !== 'diff' && view !== 'integrity')
    return (report[views[view].part]?.length ?? 0) > 0
  return report.programs.length > 0 || report.commands.length > 0
}

function* printed(
  lines: Iterable<string>,
  report: BpfReport | JoinedReport,
  { escape: mode }: BpfViewOptions,
  session: Session,
): Pieces {
  const head = coverageHead(report.coverage).map((line) => escapeText(mode, line))
  let text = head.map((line) => `${line}\n`).join('')
  for (const line of lines) {
    text += `${line}\n`
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  yield text
  const after = 'liveOnly' in report ? joinLines(report, (part) => escapeText(mode, part)) : []
  const note = coverageNote(report.coverage).map((line) => escapeText(mode, line))
  note.push(`  ${zoneNote(report.coverage.to, session)}`)
  yield [...after, '', ...note].map((line) => `${line}\n`).join('')
}

function* csv(report: BpfReport, part: ReportPart, options: BpfViewOptions, session: Session): Pieces {
  const { rawCsv, interpret } = options
  const formatUser = interpret ? userFormatter(report, session) : undefined
  const { columns, rows } = reportTable(report, part, { formatUser })
  const sink = new ByteSink()
  const form = csvForm(columns, { escape: options.escape, raw: rawCsv }, sink)
  form.begin()
  for (const row of rows) {
    form.row(row)
    if (sink.length < PIECE) continue
    yield sink.bytes.slice(0, sink.length)
    sink.length = 0
  }
  form.end()
  yield sink.bytes.slice(0, sink.length)
}

export function viewOptions(
  report: Pick<BpfReport, 'nameOf'>,
  options: BpfViewOptions,
  session: Session,
): ViewOptions {
  const { bpf, escape: mode, interpret } = options
  const second = remembering(dateTimeFormat(session.zone, session.locale))
  return {
    formatTime: (milliseconds) =>
      `${second(Math.floor(milliseconds / 1000)) ?? '?'}.${String(milliseconds % 1000).padStart(3, '0')}`,
    formatUser: interpret ? userFormatter(report, session, (text) => escapeText(mode, text)) : undefined,
    formatText: (text) => escapeText(mode, text),
    all: bpf.all,
    loaderFields: bpf.by,
    shortLivedMs: bpf.thresholds.shortLivedMs,
    width: session.terminalWidth,
    searchCommand: (ids) => searchCommand(ids, inputOptions(options)),
  }
}

/** The options with which ts-ausearch reads the same log. */
function inputOptions(options: BpfViewOptions): readonly string[] {
  const { inputPath, inputLogs, inputFormat, syslogTags = [], hostAsNode = false } = options
  return [
    ...(inputPath === undefined ? [] : ['-if', inputPath]),
    ...(inputLogs ? ['--input-logs'] : []),
    ...(inputFormat === undefined ? [] : ['--input-format', inputFormat]),
    ...syslogTags.flatMap((tag) => ['--syslog-tag', tag]),
    ...(hostAsNode ? ['--host-as-node'] : []),
  ]
}

/**
 * Users by the names that the log itself gives them; else as the other reports name them with `-i` (spec 05 §6.2): what
 * this machine calls a user says little about another.
 */
export function userFormatter(
  { nameOf }: Pick<BpfReport, 'nameOf'>,
  { accounts }: Session,
  escapeOwn: (text: string) => string = (text) => text,
): (id: number, node: string | undefined) => string {
  const ofMachine = remembering((id) => accounts.userName(id)?.slice(0, LONGEST_USER) ?? `unknown(${id | 0})`)
  return (id, node) => {
    if (id === UNSET) return 'unset'
    const own = nameOf?.(id, node)
    return own === undefined ? ofMachine(id) : escapeOwn(own.slice(0, LONGEST_USER))
  }
}

/** The same, with the texts kept that were asked for lately: seconds and users come again and again. */
function remembering<Text>(make: (number: number) => Text): (number: number) => Text {
  const known = new Map<number, Text>()
  return (number) => {
    if (known.has(number)) return known.get(number) as Text
    if (known.size >= KEPT_TEXTS) known.clear()
    const text = make(number)
    known.set(number, text)
    return text
  }
}
