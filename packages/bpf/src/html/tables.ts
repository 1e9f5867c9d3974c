/** The page's tables: which columns each has. */
import type { LiveEntry } from '../bpftool.ts'
import type { Finding } from '../findings/finding.ts'
import type { Loader, Program } from '../program.ts'
import type { CommandSummary, LoaderIdentity, LoaderSummary } from '../track/loader-table.ts'
import { showDuration, showTime } from './numbers.ts'
import { type Column, durationColumn, type Items, numeric, rare, table, timeColumn } from './table.ts'

const UNSET = 4294967295

function showUser(id: number | undefined, name?: string): string {
  if (id === undefined) return ''
  const number = id === UNSET ? 'unset' : String(id)
  return name === undefined || name === number ? number : `${name} (${number})`
}

const identity: readonly Column<LoaderIdentity & Pick<LoaderSummary, 'node' | 'others'>>[] = [
  { title: 'Node', text: ({ node }) => node ?? '' },
  { title: 'Executable', text: ({ exe, others }) => (others ? '(all others)' : (exe ?? '')), look: 'name' },
  { title: 'Command', text: ({ comm }) => comm ?? '' },
  { title: 'Login user', text: ({ auid }) => showUser(auid) },
  { title: 'User', text: ({ uid }) => showUser(uid) },
  { title: 'Unit', text: ({ unit }) => unit ?? '' },
  { title: 'Key', text: ({ key }) => key ?? '' },
  { title: 'Subject', text: ({ subj }) => subj ?? '' },
  { title: 'Terminal', text: ({ tty }) => tty ?? '' },
  { title: 'Session', text: ({ ses }) => showUser(ses) },
]

/** Of loaders the second is enough. */
const seen: readonly Column<Pick<LoaderSummary, 'firstSeen' | 'lastSeen'>>[] = [
  {
    title: 'First seen',
    text: ({ firstSeen }) => toSecond(firstSeen),
    sort: ({ firstSeen }) => firstSeen,
    look: 'date',
  },
  {
    title: 'Last seen',
    text: ({ lastSeen }) => toSecond(lastSeen),
    sort: ({ lastSeen }) => lastSeen,
    look: 'date',
  },
]

function toSecond(milliseconds: number | undefined): string {
  return showTime(milliseconds).split('.')[0] ?? ''
}

/** The loaders, the busiest first. */
export function loadersTable(loaders: readonly LoaderSummary[]): string {
  const columns: readonly Column<LoaderSummary>[] = [
    ...identity,
    numeric('Loads', ({ loads }) => loads),
    rare('Failed', ({ failedLoads }) => failedLoads),
    numeric('Unloads', ({ unloads }) => unloads),
    numeric('Still loaded', ({ stillLoaded }) => stillLoaded),
    rare('Gone at boot', ({ goneAtBoot }) => goneAtBoot),
    rare('Not known', ({ unidentified }) => unidentified),
    durationColumn('Median life', ({ lifetimes }) => lifetimes?.medianMs),
    durationColumn('p95', ({ lifetimes }) => lifetimes?.p95Ms),
    durationColumn('Longest', ({ lifetimes }) => lifetimes?.maxMs),
    rare('Bursts', ({ bursts }) => bursts),
    ...seen,
  ]
  const busiest = [...loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
  return table('loaders', columns, busiest)
}

const SEVERITY = ['info', 'low', 'medium', 'high']

/** The findings. */
export function findingsTable(findings: readonly Finding[]): string {
  const columns: readonly Column<Finding>[] = [
    {
      title: 'Severity',
      text: ({ severity }) => severity,
      sort: ({ severity }) => SEVERITY.indexOf(severity),
      mark: ({ severity }) => `badge ${severity}`,
    },
    { title: 'Finding', text: ({ name }) => name, look: 'time' },
    { title: 'What was seen', text: ({ sentence }) => sentence, look: 'name' },
    { title: 'Node', text: ({ node }) => node ?? '' },
    { title: 'Loader', text: ({ loader }) => loader?.exe ?? loader?.comm ?? '', look: 'name' },
    { title: 'Login user', text: ({ loader }) => showUser(loader?.auid) },
    numeric('Count', ({ count }) => count),
    { title: 'Programs', ...listed(({ progIds }) => progIds.map(String)), look: 'time' },
    { title: 'ATT&CK', text: ({ technique }) => technique ?? '' },
    { title: 'Evidence', ...listed(({ evidence }) => evidence), look: 'time' },
  ]
  return table('findings', columns, findings)
}

/** The first item of a list, and the others when they are asked for. */
function listed<Row>(items: (row: Row) => readonly string[]): Pick<Column<Row>, 'text' | 'more'> {
  return { text: (row) => items(row)[0] ?? '', more: (row) => items(row).slice(1) }
}

/** The bpf() commands. */
export function commandsTable(commands: readonly CommandSummary[]): string {
  const columns: readonly Column<CommandSummary>[] = [
    ...identity,
    { title: 'bpf() command', text: ({ command }) => command },
    numeric('Succeeded', ({ success }) => success),
    rare('Failed', ({ failed }) => failed),
    ...seen,
  ]
  return table('commands', columns, commands)
}

const who: readonly Column<Pick<Program, 'loader' | 'enrichment'>>[] = [
  { title: 'Executable', text: ({ loader }) => loader?.exe ?? loader?.comm ?? '', look: 'name' },
  { title: 'Command line', text: ({ loader }) => commandLine(loader), look: 'name' },
  numeric('Process', ({ loader }) => loader?.pid),
  { title: 'Login user', text: ({ loader, enrichment }) => showUser(loader?.auid, enrichment?.auid) },
]

/** Not the bare name of the program, which the column before tells. */
function commandLine(loader: Loader | undefined): string {
  const { proctitle = '', exe } = loader ?? {}
  return proctitle === exe ? '' : proctitle
}

const which: readonly Column<Program>[] = [
  { title: 'Node', text: ({ node }) => node ?? '' },
  numeric('Program', ({ progId }) => progId),
  { title: 'Type', text: ({ live }) => live?.type ?? '' },
  { title: 'Name', text: ({ live, name }) => live?.name ?? name ?? '' },
  { title: 'Pinned', text: ({ live }) => live?.pinned?.join(' ') ?? '', look: 'name' },
]

const confidence: Column<Program> = {
  title: 'Confidence',
  text: ({ confidence: grade, doubts }) => (doubts.length === 0 ? grade : `${grade}: ${doubts.join(', ')}`),
}

/** The programs that are still loaded. */
export function loadedTable(programs: Items<Program>, end: number | undefined, id = 'loaded'): string {
  const columns: readonly Column<Program>[] = [
    ...which,
    timeColumn('Loaded', ({ load }) => load?.time),
    durationColumn('For', ({ load }) =>
      load?.time === undefined || end === undefined ? undefined : end - load.time,
    ),
    ...who,
    confidence,
  ]
  return table(id, columns, programs)
}

/** Programs with their lives. */
export function programsTable(programs: Items<Program>, severalBoots: boolean): string {
  const columns: readonly Column<Program>[] = [
    ...which,
    numeric('Boot', ({ boot }) => (severalBoots ? boot : undefined)),
    { title: 'State', text: ({ state }) => state },
    timeColumn('Loaded', ({ load }) => load?.time),
    timeColumn('Unloaded', ({ unload }) => unload?.time),
    { title: 'Lived', text: lived, sort: livedAtLeast, look: 'number' },
    ...who,
    confidence,
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

/** What the kernel has and the log does not tell of. */
export function liveOnlyTable(entries: readonly LiveEntry[]): string {
  const columns: readonly Column<LiveEntry>[] = [
    numeric('Program', ({ progId }) => progId),
    { title: 'Type', text: ({ type }) => type ?? '' },
    { title: 'Name', text: ({ name }) => name ?? '' },
    { title: 'Tag', text: ({ tag }) => tag ?? '' },
    timeColumn('Loaded', ({ loadedAt }) => loadedAt),
    { title: 'Pinned', text: ({ pinned }) => pinned?.join(' ') ?? '', look: 'name' },
    {
      title: 'Held by',
      text: ({ pids }) => pids?.map(({ pid, comm }) => `${comm} (${pid})`).join(' ') ?? '',
    },
  ]
  return table('live-only', columns, entries)
}
