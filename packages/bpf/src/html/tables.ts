/** The columns of each of the page's tables. */
import type { LiveEntry } from '../bpftool.ts'
import { type Finding, findingFields, SEVERITIES } from '../fields/finding.ts'
import { type CommandSummary, commandFields, type LoaderSummary, loaderFields } from '../fields/loader.ts'
import type { Loader } from '../fields/process.ts'
import { liveFields, type Program, programFields } from '../fields/program.ts'
import { firstTimeOf, idText, lastTimeOf, statesText } from '../views/finding-text.ts'
import { fullIds, searchCommand } from '../views/search-command.ts'
import type { Anchors } from './anchors.ts'
import { pageColumn, pageColumns } from './columns.ts'
import { showDuration, showPageTime } from './numbers.ts'
import { type Column, type Items, table } from './table.ts'
import type { UserNames } from './user-names.ts'

/** What all tables of a page share. */
export interface PageContext {
  readonly names: UserNames
  readonly anchors: Anchors
  /** The command that prints events, given their ids with their node. */
  readonly searchCommand: (ids: readonly string[]) => string
}

/** The default of {@link PageContext.searchCommand}. */
export const plainSearch = (ids: readonly string[]): string => searchCommand(ids)

/** Who a loader is. */
function identityColumns({ names }: PageContext): readonly Column<LoaderSummary | CommandSummary>[] {
  const executable = pageColumn(loaderFields, 'exe')
  const user = (field: 'auid' | 'uid'): Column<LoaderSummary | CommandSummary> => ({
    ...pageColumn(loaderFields, field),
    text: (loader) => names.show(loader.node, loader[field]),
  })
  return [
    pageColumn(loaderFields, 'node'),
    { ...executable, text: (loader) => ('others' in loader ? '(all others)' : executable.text(loader)) },
    pageColumn(loaderFields, 'comm'),
    user('auid'),
    user('uid'),
    ...pageColumns(loaderFields, ['unit', 'key', 'subj', 'tty', 'ses']),
  ]
}

/** The loaders in the order in which the page lists them: the busiest first. */
export function listedLoaders(loaders: readonly LoaderSummary[]): readonly LoaderSummary[] {
  return [...loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
}

/** The loaders, as {@link listedLoaders} orders them. */
export function loadersTable(loaders: readonly LoaderSummary[], context: PageContext): string {
  const columns: readonly Column<LoaderSummary>[] = [
    ...identityColumns(context),
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
  return table('loaders', columns, loaders, {
    caption: 'Loaders, the busiest first',
    rowId: (_, place) => `loader-${place}`,
  })
}

/** The bpf() commands. */
export function commandsTable(commands: readonly CommandSummary[], context: PageContext): string {
  const columns: readonly Column<CommandSummary>[] = [
    ...identityColumns(context),
    ...pageColumns(commandFields, ['command', 'success', 'failed', 'firstSeen', 'lastSeen']),
  ]
  return table('commands', columns, commands, { caption: 'Commands of bpf(2) by loader' })
}

/** The findings, with everything that shows them. */
export function findingsTable(findings: readonly Finding[], context: PageContext): string {
  const { names, anchors } = context
  const time = (title: string, read: (finding: Finding) => number | undefined): Column<Finding> => ({
    title,
    text: (finding) => (read(finding) === undefined ? '' : showPageTime(read(finding))),
    sort: read,
    look: 'date',
  })
  const ids = pageColumn(findingFields, 'progIds')
  const columns: readonly Column<Finding>[] = [
    {
      ...pageColumn(findingFields, 'severity'),
      sort: ({ severity }) => SEVERITIES.indexOf(severity),
      mark: ({ severity }) => `badge ${severity}`,
    },
    { ...pageColumn(findingFields, 'name'), look: 'time' },
    time('First seen', firstTimeOf),
    time('Last seen', (finding) => (finding.count > 1 ? lastTimeOf(finding) : undefined)),
    ...pageColumns(findingFields, ['sentence', 'node']),
    {
      title: 'Loader',
      text: ({ loader }) => loader?.exe ?? loader?.comm ?? '',
      look: 'name',
      anchor: ({ node, loader }) => anchors.loader(node, loader),
    },
    {
      ...pageColumn(findingFields, 'loader.auid'),
      text: ({ node, loader }) => names.show(node, loader?.auid),
    },
    pageColumn(findingFields, 'pids'),
    pageColumn(findingFields, 'proctitle'),
    pageColumn(findingFields, 'count'),
    {
      ...ids,
      parts: ({ node, name, progIds }) =>
        progIds.map((id) => ({ text: idText(id), anchor: anchors.program(node, id, name) })),
    },
    pageColumn(findingFields, 'kernel'),
    { title: 'State', text: ({ states }) => statesText(states) },
    pageColumn(findingFields, 'technique'),
    {
      title: 'Evidence',
      text: ({ evidence, node }) =>
        evidence.length === 0 ? '' : context.searchCommand(fullIds(evidence, node)),
      look: 'name',
    },
  ]
  return table('findings', columns, findings, {
    caption: 'Findings, the severest first; the evidence is the command that prints its events',
  })
}

/** Which program it is. */
function programColumns(): readonly Column<Program>[] {
  return [
    pageColumn(programFields, 'node'),
    { ...pageColumn(programFields, 'progId'), text: ({ progId }) => idText(progId) },
    ...pageColumns(programFields, ['live.type', 'name', 'live.pinned', 'live.attachTo']),
  ]
}

/** Where it stays, and what was found. */
function stayColumns(): readonly Column<Program>[] {
  return [
    ...pageColumns(programFields, ['pins', 'attachments']),
    { title: 'Findings', text: ({ findings }) => findings.join(', ') },
  ]
}

/** Who loaded a program. */
function whoColumns({ names, anchors }: PageContext): readonly Column<Program>[] {
  return [
    {
      ...pageColumn(programFields, 'loader.exe'),
      text: ({ loader }) => loader?.exe ?? loader?.comm ?? '',
      anchor: ({ node, loader }) => anchors.loader(node, loader),
    },
    { ...pageColumn(programFields, 'loader.proctitle'), text: ({ loader }) => commandLine(loader) },
    ...pageColumns(programFields, ['loaderKinds', 'loader.pid']),
    {
      ...pageColumn(programFields, 'loader.auid'),
      text: ({ node, loader }) => names.show(node, loader?.auid),
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

/** A list of programs. */
interface ProgramsSettings {
  readonly id: string
  readonly caption: string
  readonly context: PageContext
}

/** The programs that are still loaded. */
export function loadedTable(
  programs: Items<Program>,
  end: number | undefined,
  { id, caption, context }: ProgramsSettings,
): string {
  const loadedFor = ({ load }: Program): number | undefined =>
    load?.time === undefined || end === undefined ? undefined : end - load.time
  const columns: readonly Column<Program>[] = [
    ...programColumns(),
    pageColumn(programFields, 'load.time'),
    { title: 'For', text: (program) => showDuration(loadedFor(program)), sort: loadedFor, look: 'number' },
    ...whoColumns(context),
    ...stayColumns(),
    confidenceColumn(),
  ]
  return table(id, columns, programs, {
    caption,
    rowId: (program, place) => context.anchors.add(program, id, place),
  })
}

/** Programs with their lifetimes. */
export function programsTable(programs: Items<Program>, severalBoots: boolean, context: PageContext): string {
  const columns: readonly Column<Program>[] = [
    ...programColumns(),
    ...(severalBoots ? [pageColumn(programFields, 'boot')] : []),
    ...pageColumns(programFields, ['state', 'load.time', 'unload.time']),
    { ...pageColumn(programFields, 'lifetimeMs'), text: lived, sort: livedAtLeast },
    ...whoColumns(context),
    ...stayColumns(),
    confidenceColumn(),
  ]
  return table('programs', columns, programs, {
    caption: 'Programs, latest first',
    rowId: (program, place) => context.anchors.add(program, 'program', place),
  })
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
  return table('live-only', columns, entries, {
    caption: 'Programs in the kernel that this log did not load',
  })
}
