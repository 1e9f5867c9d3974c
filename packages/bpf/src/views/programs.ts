/** The programs view (lifetimes) and the loaded view (still there, oldest first). */
import type { JoinedReport } from '../bpftool.ts'
import type { EnrichedReport } from '../enrichment.ts'
import type { FieldPath } from '../fields/field.ts'
import { type Program, programFields } from '../fields/program.ts'
import { loadedPrograms } from '../report/loaded.ts'
import type { BpfReport } from '../report/report.ts'
import { isShortLived } from '../report/short-lived.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { nodeColumn, type ViewColumn, viewColumn, viewColumns, viewRows } from './columns.ts'
import { type Formatting, formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

/** A row of the programs view: a program, or several that are only counted. */
interface Entry {
  readonly program: Program
  /** How many, and how long the longest of them lived; for one program undefined. */
  readonly folded: { readonly count: number; readonly longest: number } | undefined
}

/** What a column shows in a counted row: the value that all of its programs share, or something of its own. */
type Counted = 'shared' | ((folded: NonNullable<Entry['folded']>, format: Formatting) => string)

const empty: Counted = () => ''

/** The id of a program; that of one whose BPF record is missing is not known. */
const idColumn: ViewColumn<Program> = {
  ...viewColumn(programFields, 'progId'),
  show: ({ progId }) => (progId === 0 ? '' : String(progId)),
}

/** The columns, with what they show in a counted row. */
const shown: readonly (readonly [FieldPath<typeof programFields>, Counted])[] = [
  ['progId', ({ count }) => `${count} short-lived`],
  ['state', () => 'unloaded'],
  ['load.time', empty],
  ['unload.time', empty],
  ['lifetimeMs', ({ longest }, format) => `<=${format.duration(longest)}`],
  ['loader.auid', 'shared'],
  ['loader.exe', 'shared'],
  ['loader.comm', 'shared'],
  ['loader.pid', empty],
  ['confidence', empty],
  ['pins', empty],
  ['attachments', empty],
]

/** What the kernel or an UNLOAD record says; only where the kernel was asked. */
function liveColumns(report: BpfReport | JoinedReport | EnrichedReport): readonly ViewColumn<Program>[] {
  return isJoined(report) || 'enriched' in report
    ? viewColumns(programFields, ['live.type', 'name', 'live.pinned'])
    : []
}

/** What loaders are, in a log in which one is not what its path or pid says. */
function kindColumns({ coverage }: BpfReport): readonly ViewColumn<Program>[] {
  return coverage.loaderKinds === undefined ? [] : viewColumns(programFields, ['loaderKinds'])
}

/**
 * All programs in the order of the log, with their boot where there are several; systemd's short-lived ones as one
 * counted row at the end, for each loader.
 */
export function programsView(report: BpfReport, options: ViewOptions = {}): View {
  const isRebooted = report.coverage.boots.some(({ boot }) => boot > 1)
  const columns: readonly ViewColumn<Entry>[] = [
    ...nodeColumn(report.coverage.nodes).map((column) => folding(column, 'shared')),
    ...(isRebooted ? [folding(viewColumn(programFields, 'boot'), empty)] : []),
    ...shown.map(([path, counted]) => {
      const column = path === 'progId' ? idColumn : viewColumn(programFields, path)
      return folding(path === 'lifetimeMs' ? { ...column, show: lifetimes(report) } : column, counted)
    }),
    ...kindColumns(report).map((column) => folding(column, 'shared')),
    ...liveColumns(report).map((column) => folding(column, empty)),
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
    ...viewColumns(programFields, [
      'progId',
      'load.time',
      'loader.auid',
      'loader.exe',
      'loader.comm',
      'loader.pid',
      'load.event',
      'confidence',
      'pins',
      'attachments',
      'findings',
    ]),
    ...kindColumns(report),
    ...liveColumns(report),
  ]
  return {
    title: 'BPF Programs Still Loaded Report',
    columns: columns.map(({ heading }) => heading),
    rows: { [Symbol.iterator]: () => viewRows(loadedPrograms(report), columns, formatting(options)) },
  }
}

function folding({ heading, show }: ViewColumn<Program>, counted: Counted): ViewColumn<Entry> {
  return {
    heading,
    show: ({ program, folded }, format) =>
      folded === undefined || counted === 'shared' ? show(program, format) : counted(folded, format),
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

/** Shows how long a program lived, or has lived so far if it is still loaded. */
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

/** The number comes first, as a node's name can contain anything. */
function bootKey({ node, boot: number }: { readonly node?: string; readonly boot: number }): string {
  return node === undefined ? `${number}` : `${number} ${node}`
}

function isJoined(report: BpfReport | JoinedReport): report is JoinedReport {
  return 'liveOnly' in report
}
