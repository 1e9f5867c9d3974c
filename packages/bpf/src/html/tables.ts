/** The page's tables: which columns each has. */
import type { LiveEntry } from '../bpftool.ts'
import type { FieldPath } from '../fields/field.ts'
import { type Finding, findingFields, SEVERITIES } from '../fields/finding.ts'
import { type CommandSummary, commandFields, type LoaderSummary, loaderFields } from '../fields/loader.ts'
import type { Loader } from '../fields/process.ts'
import { liveFields, type Program, programFields } from '../fields/program.ts'
import { pageColumn, pageColumns, showUser } from './columns.ts'
import { showDuration } from './numbers.ts'
import { type Column, type Items, table } from './table.ts'

const executable = pageColumn(loaderFields, 'exe')

/** Who a loader is. */
const identity: readonly Column<LoaderSummary | CommandSummary>[] = [
  pageColumn(loaderFields, 'node'),
  {
    ...executable,
    text: (loader) => ('others' in loader ? '(all others)' : executable.text(loader)),
  },
  ...pageColumns(loaderFields, ['comm', 'auid', 'uid', 'unit', 'key', 'subj', 'tty', 'ses']),
]

const loaderColumns: readonly Column<LoaderSummary>[] = [
  ...identity,
  ...pageColumns(loaderFields, [
    'loads',
    'failedLoads',
    'unloads',
    'stillLoaded',
    'goneAtBoot',
    'unidentified',
    'lifetimes.medianMs',
    'lifetimes.p95Ms',
    'lifetimes.maxMs',
    'bursts',
    'firstSeen',
    'lastSeen',
  ]),
]

/** The loaders, the busiest first. */
export function loadersTable(loaders: readonly LoaderSummary[]): string {
  const busiest = [...loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
  return table('loaders', loaderColumns, busiest)
}

const commandColumns: readonly Column<CommandSummary>[] = [
  ...identity,
  ...pageColumns(commandFields, ['command', 'success', 'failed', 'firstSeen', 'lastSeen']),
]

/** The bpf() commands. */
export function commandsTable(commands: readonly CommandSummary[]): string {
  return table('commands', commandColumns, commands)
}

const findingColumns: readonly Column<Finding>[] = [
  {
    ...pageColumn(findingFields, 'severity'),
    sort: ({ severity }) => SEVERITIES.indexOf(severity),
    mark: ({ severity }) => `badge ${severity}`,
  },
  { ...pageColumn(findingFields, 'name'), look: 'time' },
  ...pageColumns(findingFields, ['sentence', 'node']),
  { title: 'Loader', text: ({ loader }) => loader?.exe ?? loader?.comm ?? '', look: 'name' },
  ...pageColumns(findingFields, ['loader.auid', 'count']),
  listed('progIds', ({ progIds }) => progIds.map(String)),
  pageColumn(findingFields, 'technique'),
  listed('evidence', ({ evidence }) => evidence),
]

/** The findings. */
export function findingsTable(findings: readonly Finding[]): string {
  return table('findings', findingColumns, findings)
}

/** The first item of a list, and the others when they are asked for. */
function listed(
  path: FieldPath<typeof findingFields>,
  items: (finding: Finding) => readonly string[],
): Column<Finding> {
  return {
    ...pageColumn(findingFields, path),
    text: (finding) => items(finding)[0] ?? '',
    more: (finding) => items(finding).slice(1),
    look: 'time',
  }
}

const which = pageColumns(programFields, ['node', 'progId', 'live.type', 'name', 'live.pinned'])

const who: readonly Column<Program>[] = [
  { ...pageColumn(programFields, 'loader.exe'), text: ({ loader }) => loader?.exe ?? loader?.comm ?? '' },
  { ...pageColumn(programFields, 'loader.proctitle'), text: ({ loader }) => commandLine(loader) },
  pageColumn(programFields, 'loader.pid'),
  {
    ...pageColumn(programFields, 'loader.auid'),
    text: ({ loader, enrichment }) => showUser(loader?.auid, enrichment?.auid),
  },
]

/** Left out where it only repeats the executable in the column before. */
function commandLine(loader: Loader | undefined): string {
  const { proctitle = '', exe } = loader ?? {}
  return proctitle === exe ? '' : proctitle
}

const confidence: Column<Program> = {
  ...pageColumn(programFields, 'confidence'),
  text: ({ confidence: grade, doubts }) => (doubts.length === 0 ? grade : `${grade}: ${doubts.join(', ')}`),
}

/** The programs that are still loaded. */
export function loadedTable(programs: Items<Program>, end: number | undefined, id = 'loaded'): string {
  const loadedFor = ({ load }: Program): number | undefined =>
    load?.time === undefined || end === undefined ? undefined : end - load.time
  const columns: readonly Column<Program>[] = [
    ...which,
    pageColumn(programFields, 'load.time'),
    { title: 'For', text: (program) => showDuration(loadedFor(program)), sort: loadedFor, look: 'number' },
    ...who,
    confidence,
  ]
  return table(id, columns, programs)
}

const lives: readonly Column<Program>[] = [
  ...pageColumns(programFields, ['state', 'load.time', 'unload.time']),
  { ...pageColumn(programFields, 'lifetimeMs'), text: lived, sort: livedAtLeast },
  ...who,
  confidence,
]

/** Programs with their lifetimes. */
export function programsTable(programs: Items<Program>, severalBoots: boolean): string {
  const boot = severalBoots ? [pageColumn(programFields, 'boot')] : []
  return table('programs', [...which, ...boot, ...lives], programs)
}

function lived({ lifetimeMs, lifetimeBounds: bounds }: Program): string {
  if (bounds?.max !== undefined) return `≤ ${showDuration(bounds.max)}`
  return bounds?.min === undefined ? showDuration(lifetimeMs) : `≥ ${showDuration(bounds.min)}`
}

function livedAtLeast({ lifetimeMs, lifetimeBounds: bounds }: Program): number | undefined {
  return lifetimeMs ?? bounds?.max ?? bounds?.min
}

const liveColumns: readonly Column<LiveEntry>[] = [
  pageColumn(programFields, 'progId'),
  ...pageColumns(liveFields, ['type', 'name', 'tag', 'loadedAt', 'pinned']),
  {
    title: liveFields.pids.title,
    text: ({ pids }) => pids?.map(({ pid, comm }) => `${comm} (${pid})`).join(' ') ?? '',
  },
]

/** Programs that the kernel has and the log does not mention. */
export function liveOnlyTable(entries: readonly LiveEntry[]): string {
  return table('live-only', liveColumns, entries)
}
