/** The programs view (lifetimes) and the loaded view (still there, oldest first). */
import type { JoinedReport } from '../bpftool.ts'
import type { Program } from '../program.ts'
import { loadedPrograms } from '../report/loaded.ts'
import type { BpfReport } from '../report/report.ts'
import { isShortLived } from '../report/short-lived.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { nodeColumn, type ViewColumn, viewRows } from './columns.ts'
import { type Formatting, formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

/** A row of the programs view: a program, or several that are only counted. */
interface Entry {
  readonly program: Program
  /** How many, and how long the longest of them lived; for one program undefined. */
  readonly folded: { readonly count: number; readonly longest: number } | undefined
}

const boot: ViewColumn<Program> = { heading: 'boot', show: (program) => String(program.boot) }
const progId: ViewColumn<Program> = { heading: 'prog-id', show: (program) => String(program.progId) }
const loaded: ViewColumn<Program> = { heading: 'loaded', show: ({ load }, format) => format.time(load?.time) }
const auid: ViewColumn<Program> = { heading: 'auid', show: ({ loader }, format) => format.user(loader?.auid) }
const exe: ViewColumn<Program> = { heading: 'exe', show: ({ loader }, format) => format.text(loader?.exe) }
const comm: ViewColumn<Program> = { heading: 'comm', show: ({ loader }, format) => format.text(loader?.comm) }
const pid: ViewColumn<Program> = { heading: 'pid', show: ({ loader }) => String(loader?.pid ?? '') }
const confidence: ViewColumn<Program> = { heading: 'confidence', show: (program) => program.confidence }
const event: ViewColumn<Program> = { heading: 'event', show: ({ load }) => load?.event ?? '' }

/** What the kernel or an UNLOAD record says; only where one was asked. */
const live: readonly ViewColumn<Program>[] = [
  { heading: 'type', show: (program, format) => format.text(program.live?.type) },
  { heading: 'name', show: (program, format) => format.text(program.live?.name ?? program.name) },
  { heading: 'pinned', show: (program, format) => format.text(program.live?.pinned?.join(',')) },
]

/** All programs in the order of the log, with their boot where there are several; systemd's short-lived ones as one counted row at the end, for each loader. */
export function programsView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<Entry>[] = [
    ...nodeColumn(report.coverage.nodes).map(ofProgram),
    ...(report.coverage.boots.some(({ boot: number }) => number > 1) ? [folding(boot, () => '')] : []),
    folding(progId, ({ count }) => `${count} short-lived`),
    folding({ heading: 'state', show: ({ state }) => state }, () => 'unloaded'),
    folding(loaded, () => ''),
    folding({ heading: 'unloaded', show: ({ unload }, format) => format.time(unload?.time) }, () => ''),
    folding(
      { heading: 'lifetime', show: lifetimes(report) },
      ({ longest }, format) => `<=${format.duration(longest)}`,
    ),
    ...[auid, exe, comm].map(ofProgram),
    folding(pid, () => ''),
    folding(confidence, () => ''),
    ...(isJoined(report) ? live : []).map((column) => folding(column, () => '')),
  ]
  return {
    title: 'BPF Programs Report',
    columns: columns.map(({ heading }) => heading),
    rows: { [Symbol.iterator]: () => viewRows(entries(report, options), columns, formatting(options)) },
  }
}

/** The programs that are loaded at the end of the log, oldest first. */
export function loadedView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<Program>[] = [
    ...nodeColumn(report.coverage.nodes),
    progId,
    loaded,
    ...[auid, exe, comm, pid, event, confidence],
    ...(isJoined(report) ? live : []),
  ]
  return {
    title: 'BPF Programs Still Loaded Report',
    columns: columns.map(({ heading }) => heading),
    rows: { [Symbol.iterator]: () => viewRows(loadedPrograms(report), columns, formatting(options)) },
  }
}

function ofProgram({ heading, show }: ViewColumn<Program>): ViewColumn<Entry> {
  return { heading, show: ({ program }, format) => show(program, format) }
}

/** A column that shows something of its own in a counted row. */
function folding(
  { heading, show }: ViewColumn<Program>,
  counted: (folded: NonNullable<Entry['folded']>, format: Formatting) => string,
): ViewColumn<Entry> {
  return {
    heading,
    show: ({ program, folded }, format) =>
      folded === undefined ? show(program, format) : counted(folded, format),
  }
}

function* entries(report: BpfReport, options: ViewOptions): Generator<Entry, void, undefined> {
  const atMost = options.shortLivedMs ?? DEFAULT_THRESHOLDS.shortLivedMs
  const groups = new Map<string, { readonly program: Program; count: number; longest: number }>()
  for (const program of report.programs) {
    if (options.all === true || !isShortLived(program, atMost)) {
      yield { program, folded: undefined }
      continue
    }
    const key = JSON.stringify([
      program.node,
      program.loader?.exe,
      program.loader?.comm,
      program.loader?.auid,
    ])
    const group = groups.get(key) ?? { program, count: 0, longest: 0 }
    group.count++
    group.longest = Math.max(group.longest, program.lifetimeMs ?? 0)
    groups.set(key, group)
  }
  for (const { program, count, longest } of groups.values()) yield { program, folded: { count, longest } }
}

/** Shows how long a program lived; of one that is loaded, how long the log has seen it live. */
function lifetimes({ coverage }: BpfReport): ViewColumn<Program>['show'] {
  const ends = new Map(coverage.boots.map((boot) => [bootKey(boot), boot.lastTime]))
  return (program, format) => {
    const { lifetimeMs, lifetimeBounds: known, state, load } = program
    if (lifetimeMs !== undefined) return format.duration(lifetimeMs)
    if (known?.max !== undefined) return `<=${format.duration(known.max)}`
    const seen = state === 'loaded' && load?.time !== undefined ? ends.get(bootKey(program)) : undefined
    const least = seen === undefined ? known?.min : Math.max(0, seen - (load?.time ?? seen))
    return least === undefined ? '' : `>=${format.duration(least)}`
  }
}

/** The number comes first: there can be anything in a node's name. */
function bootKey({ node, boot: number }: { readonly node?: string; readonly boot: number }): string {
  return node === undefined ? `${number}` : `${number} ${node}`
}

function isJoined(report: BpfReport | JoinedReport): report is JoinedReport {
  return 'liveOnly' in report
}
