/** The loaders, commands and findings views. */
import type { Finding } from '../findings/finding.ts'
import type { BpfReport } from '../report/report.ts'
import {
  type CommandSummary,
  DEFAULT_LOADER_FIELDS,
  type LoaderIdentity,
  type LoaderSummary,
} from '../track/loader-table.ts'
import { loaderColumns, nodeColumn, type ViewColumn, viewRows } from './columns.ts'
import { formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

interface Seen {
  readonly firstSeen?: number
  readonly lastSeen?: number
}

const seen: readonly ViewColumn<Seen>[] = [
  { heading: 'first', show: ({ firstSeen }, format) => format.time(firstSeen) },
  { heading: 'last', show: ({ lastSeen }, format) => format.time(lastSeen) },
]

const loads: readonly ViewColumn<LoaderSummary>[] = [
  { heading: 'loads', show: (loader) => String(loader.loads) },
  { heading: 'failed', show: ({ failedLoads }) => String(failedLoads) },
  { heading: 'still-loaded', show: ({ stillLoaded }) => String(stillLoaded) },
  { heading: 'median', show: ({ lifetimes }, format) => format.duration(lifetimes?.medianMs) },
  { heading: 'p95', show: ({ lifetimes }, format) => format.duration(lifetimes?.p95Ms) },
  { heading: 'max', show: ({ lifetimes }, format) => format.duration(lifetimes?.maxMs) },
  { heading: 'bursts', show: ({ bursts }) => String(bursts) },
]

/** Who loads programs: the busiest first. */
export function loadersView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<LoaderSummary>[] = [
    ...nodeColumn(report.coverage.nodes),
    ...loaderColumns(options.loaderFields ?? DEFAULT_LOADER_FIELDS),
    ...loads,
    ...seen,
  ]
  const sorted = [...report.loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
  return view('BPF Loaders Report', columns, sorted, options)
}

const calls: readonly ViewColumn<CommandSummary>[] = [
  { heading: 'command', show: ({ command }) => command },
  { heading: 'success', show: ({ success }) => String(success) },
  { heading: 'failed', show: ({ failed }) => String(failed) },
]

/** Which bpf() commands are used, by whom. */
export function commandsView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<CommandSummary & LoaderIdentity>[] = [
    ...nodeColumn(report.coverage.nodes),
    ...calls,
    ...loaderColumns(options.loaderFields ?? DEFAULT_LOADER_FIELDS),
    ...seen,
  ]
  return view('BPF Commands Report', columns, report.commands, options)
}

/** The evidence that a row shows; json and csv have all of it. */
const SHOWN_EVENTS = 3

function shortened(events: readonly string[]): string {
  const rest = events.length - SHOWN_EVENTS
  const shown = events.slice(0, SHOWN_EVENTS).join(',')
  return rest > 0 ? `${shown},+${rest}` : shown
}

const facts: readonly ViewColumn<Finding>[] = [
  { heading: 'severity', show: ({ severity }) => severity },
  { heading: 'finding', show: ({ name }) => name },
  { heading: 'technique', show: ({ technique }) => technique ?? '' },
  { heading: 'count', show: ({ count }) => String(count) },
  { heading: 'exe', show: ({ loader }, format) => format.text(loader?.exe) },
  { heading: 'auid', show: ({ loader }, format) => format.user(loader?.auid) },
  { heading: 'events', show: ({ evidence }) => shortened(evidence) },
  { heading: 'what', show: ({ sentence }) => sentence },
]

/** What is unusual: the severest first. */
export function findingsView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<Finding>[] = [...nodeColumn(report.coverage.nodes), ...facts]
  return view('BPF Findings Report', columns, report.findings, options)
}

function view<Row>(
  title: string,
  columns: readonly ViewColumn<Row>[],
  items: readonly Row[],
  options: ViewOptions,
): View {
  return {
    title,
    columns: columns.map(({ heading }) => heading),
    rows: { [Symbol.iterator]: () => viewRows(items, columns, formatting(options)) },
  }
}
