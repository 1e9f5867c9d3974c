/** The loaders, commands and findings views. */
import { type Finding, findingFields } from '../fields/finding.ts'
import { type CommandSummary, commandFields, type LoaderSummary, loaderFields } from '../fields/loader.ts'
import { DEFAULT_LOADER_FIELDS } from '../fields/process.ts'
import type { BpfReport } from '../report/report.ts'
import { loaderColumns, nodeColumn, type ViewColumn, viewColumn, viewColumns, viewRows } from './columns.ts'
import { formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

/** Who loads programs: the busiest first. */
export function loadersView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<LoaderSummary>[] = [
    ...nodeColumn(report.coverage.nodes),
    ...loaderColumns(options.loaderFields ?? DEFAULT_LOADER_FIELDS),
    ...viewColumns(loaderFields, [
      'loads',
      'failedLoads',
      'stillLoaded',
      'lifetimes.medianMs',
      'lifetimes.p95Ms',
      'lifetimes.maxMs',
      'bursts',
      'firstSeen',
      'lastSeen',
    ]),
  ]
  const sorted = [...report.loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
  return view('BPF Loaders Report', columns, sorted, options)
}

/** Which bpf() commands are used, by whom. */
export function commandsView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<CommandSummary>[] = [
    ...nodeColumn(report.coverage.nodes),
    ...viewColumns(commandFields, ['command', 'success', 'failed']),
    ...loaderColumns(options.loaderFields ?? DEFAULT_LOADER_FIELDS),
    ...viewColumns(commandFields, ['firstSeen', 'lastSeen']),
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

/** What is unusual: the severest first. */
export function findingsView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<Finding>[] = [
    ...nodeColumn(report.coverage.nodes),
    ...viewColumns(findingFields, ['severity', 'name', 'technique', 'count', 'loader.exe', 'loader.auid']),
    { ...viewColumn(findingFields, 'evidence'), show: ({ evidence }) => shortened(evidence) },
    viewColumn(findingFields, 'sentence'),
  ]
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
