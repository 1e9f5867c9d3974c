/** The page's tables: plain HTML that the script can sort and filter. */
import type { Finding } from '../findings/finding.ts'
import type { Program } from '../program.ts'
import type { CommandSummary, LoaderIdentity, LoaderSummary } from '../track/loader-table.ts'
import { escapeHtml } from './escape.ts'
import { showDuration, showTime } from './numbers.ts'

/** A column: its heading, what it shows, and the number it sorts by when that is not the text. */
interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string
  readonly sort?: (row: Row) => number | undefined
}

/** More rows than this are left out, and the page says so. */
const ROW_LIMIT = 1000

/** A table without the columns in which every row is empty. */
function table<Row>(id: string, all: readonly Column<Row>[], items: readonly Row[]): string {
  const rows = items.slice(0, ROW_LIMIT)
  const columns = all.filter((column) => rows.length === 0 || rows.some((row) => column.text(row) !== ''))
  const head = columns
    .map((column) => `<th scope="col"><button type="button">${escapeHtml(column.title)}</button></th>`)
    .join('')
  let body = ''
  for (const row of rows) body += `<tr>${columns.map((column) => cell(column, row)).join('')}</tr>\n`
  const left = rows.length < items.length ? `<p>The first ${rows.length} of ${items.length} rows.</p>` : ''
  return `${left}<div class="table"><input type="search" data-table="${id}" placeholder="Filter" aria-label="Filter the table"><span class="shown"></span><table id="${id}"><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table></div>`
}

function cell<Row>({ text, sort }: Column<Row>, row: Row): string {
  const content = escapeHtml(text(row))
  return sort === undefined
    ? `<td>${content}</td>`
    : `<td class="number" data-sort="${sort(row) ?? -1}">${content}</td>`
}

function numeric<Row>(title: string, value: (row: Row) => number): Column<Row> {
  return { title, text: (row) => String(value(row)), sort: value }
}

function timeColumn<Row>(title: string, value: (row: Row) => number | undefined): Column<Row> {
  return { title, text: (row) => showTime(value(row)), sort: value }
}

function durationColumn<Row>(title: string, value: (row: Row) => number | undefined): Column<Row> {
  return { title, text: (row) => showDuration(value(row)), sort: value }
}

const identity: readonly Column<LoaderIdentity & { readonly node?: string }>[] = [
  { title: 'Node', text: ({ node }) => node ?? '' },
  { title: 'Executable', text: ({ exe }) => exe ?? '' },
  { title: 'Command', text: ({ comm }) => comm ?? '' },
  { title: 'Login user', text: ({ auid }) => showUser(auid) },
]

function showUser(auid: number | undefined): string {
  if (auid === undefined) return ''
  return auid === 4294967295 ? 'unset' : String(auid)
}

/** The loaders. */
export function loadersTable(loaders: readonly LoaderSummary[]): string {
  const columns: readonly Column<LoaderSummary>[] = [
    ...identity,
    numeric('Loads', ({ loads }) => loads),
    numeric('Failed', ({ failedLoads }) => failedLoads),
    numeric('Unloads', ({ unloads }) => unloads),
    numeric('Still loaded', ({ stillLoaded }) => stillLoaded),
    numeric('Gone at boot', ({ goneAtBoot }) => goneAtBoot),
    durationColumn('Median', ({ lifetimes }) => lifetimes?.medianMs),
    durationColumn('p95', ({ lifetimes }) => lifetimes?.p95Ms),
    durationColumn('Longest', ({ lifetimes }) => lifetimes?.maxMs),
    numeric('Bursts', ({ bursts }) => bursts),
    timeColumn('First seen', ({ firstSeen }) => firstSeen),
    timeColumn('Last seen', ({ lastSeen }) => lastSeen),
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
    },
    { title: 'Finding', text: ({ name }) => name },
    { title: 'What was seen', text: ({ sentence }) => sentence },
    { title: 'Loader', text: ({ loader }) => loader?.exe ?? loader?.comm ?? '' },
    numeric('Count', ({ count }) => count),
    { title: 'ATT&CK', text: ({ technique }) => technique ?? '' },
    { title: 'Evidence', text: ({ evidence }) => evidence.join(' ') },
  ]
  return table('findings', columns, findings)
}

/** The bpf() commands. */
export function commandsTable(commands: readonly CommandSummary[]): string {
  const columns: readonly Column<CommandSummary>[] = [
    ...identity,
    { title: 'bpf() command', text: ({ command }) => command },
    numeric('Succeeded', ({ success }) => success),
    numeric('Failed', ({ failed }) => failed),
    timeColumn('First seen', ({ firstSeen }) => firstSeen),
    timeColumn('Last seen', ({ lastSeen }) => lastSeen),
  ]
  return table('commands', columns, commands)
}

/** The programs that are still loaded. */
export function loadedTable(programs: readonly Program[]): string {
  const columns: readonly Column<Program>[] = [
    { title: 'Node', text: ({ node }) => node ?? '' },
    numeric('Program', ({ progId }) => progId),
    { title: 'Type', text: ({ live }) => live?.type ?? '' },
    { title: 'Name', text: ({ live, name }) => live?.name ?? name ?? '' },
    timeColumn('Loaded', ({ load }) => load?.time),
    { title: 'Executable', text: ({ loader }) => loader?.exe ?? '' },
    { title: 'Process', text: ({ loader }) => (loader?.pid === undefined ? '' : String(loader.pid)) },
    { title: 'Login user', text: ({ loader }) => showUser(loader?.auid) },
    { title: 'Confidence', text: ({ confidence, doubts }) => [confidence, ...doubts].join(' ') },
  ]
  return table('loaded', columns, programs)
}
