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

/** Who a loader is. */
function identityColumns(): readonly Column<LoaderSummary | CommandSummary>[] {
  const executable = pageColumn(loaderFields, 'exe')
  return [
    pageColumn(loaderFields, 'node'),
    { ...executable, text: (loader) => ('others' in loader ? '(all others)' : executable.text(loader)) },
    ...pageColumns(loaderFields, ['comm', 'auid', 'uid', 'unit', 'key', 'subj', 'tty', 'ses']),
  ]
}

/** The loaders, the busiest first. */
export function loadersTable(loaders: readonly LoaderSummary[]): string {
  const columns: readonly Column<LoaderSummary>[] = [
    ...identityColumns(),
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
  const busiest = [...loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
  return table('loaders', columns, busiest)
}

/** The bpf() commands. */
export function commandsTable(commands: readonly CommandSummary[]): string {
  const columns: readonly Column<CommandSummary>[] = [
    ...identityColumns(),
    ...pageColumns(commandFields, ['command', 'success', 'failed', 'firstSeen', 'lastSeen']),
  ]
  return table('commands', columns, commands)
}

/** The findings. */
export function findingsTable(findings: readonly Finding[]): string {
  const columns: readonly Column<Finding>[] = [
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
  return table('findings', columns, findings)
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

/** Which program it is. */
function programColumns(): readonly Column<Program>[] {
  return pageColumns(programFields, ['node', 'progId', 'live.type', 'name', 'live.pinned'])
}

/** Who loaded a program. */
function whoColumns(): readonly Column<Program>[] {
  return [
    { ...pageColumn(programFields, 'loader.exe'), text: ({ loader }) => loader?.exe ?? loader?.comm ?? '' },
    { ...pageColumn(programFields, 'loader.proctitle'), text: ({ loader }) => commandLine(loader) },
    pageColumn(programFields, 'loader.pid'),
    {
      ...pageColumn(programFields, 'loader.auid'),
      text: ({ loader, enrichment }) => showUser(loader?.auid, enrichment?.auid),
    },
  ]
}

/** Left out where it only repeats the executable in the column before. */
function commandLine(loader: Loader | undefined): string {
  const { proctitle = '', exe } = loader ?? {}
  return proctitle === exe ? '' : proctitle
}

function confidenceColumn(): Column<Program> {
  return {
    ...pageColumn(programFields, 'confidence'),
    text: ({ confidence, doubts }) =>
      doubts.length === 0 ? confidence : `${confidence}: ${doubts.join(', ')}`,
  }
}

/** The programs that are still loaded. */
export function loadedTable(programs: Items<Program>, end: number | undefined, id = 'loaded'): string {
  const loadedFor = ({ load }: Program): number | undefined =>
    load?.time === undefined || end === undefined ? undefined : end - load.time
  const columns: readonly Column<Program>[] = [
    ...programColumns(),
    pageColumn(programFields, 'load.time'),
    { title: 'For', text: (program) => showDuration(loadedFor(program)), sort: loadedFor, look: 'number' },
    ...whoColumns(),
    confidenceColumn(),
  ]
  return table(id, columns, programs)
}

/** Programs with their lifetimes. */
export function programsTable(programs: Items<Program>, severalBoots: boolean): string {
  const columns: readonly Column<Program>[] = [
    ...programColumns(),
    ...(severalBoots ? [pageColumn(programFields, 'boot')] : []),
    ...pageColumns(programFields, ['state', 'load.time', 'unload.time']),
    { ...pageColumn(programFields, 'lifetimeMs'), text: lived, sort: livedAtLeast },
    ...whoColumns(),
    confidenceColumn(),
  ]
  return table('programs', columns, programs)
}

function lived({ lifetimeMs, lifetimeBounds: bounds }: Program): string {
  if (bounds?.max !== undefined) return `≤ ${showDuration(bounds.max)}`
  return bounds?.min === undefined ? showDuration(lifetimeMs) : `≥ ${showDuration(bounds.min)}`
}

function livedAtLeast({ lifetimeMs, lifetimeBounds: bounds }: Program): number | undefined {
  return lifetimeMs ?? bounds?.max ?? bounds?.min
}

/** Programs that the kernel has and the log does not mention. */
export function liveOnlyTable(entries: readonly LiveEntry[]): string {
  const columns: readonly Column<LiveEntry>[] = [
    pageColumn(programFields, 'progId'),
    ...pageColumns(liveFields, ['type', 'name', 'tag', 'loadedAt', 'pinned']),
    {
      title: liveFields.pids.title,
      text: ({ pids }) => pids?.map(({ pid, comm }) => `${comm} (${pid})`).join(' ') ?? '',
    },
  ]
  return table('live-only', columns, entries)
}
