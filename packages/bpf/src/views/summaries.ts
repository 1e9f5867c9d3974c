/** The loaders, commands and findings views. */
import { type Finding, findingFields } from '../fields/finding.ts'
import { type CommandSummary, commandFields, type LoaderSummary, loaderFields } from '../fields/loader.ts'
import { DEFAULT_LOADER_FIELDS } from '../fields/process.ts'
import type { BpfReport } from '../report/report.ts'
import { loaderColumns, nodeColumn, type ViewColumn, viewColumn, viewColumns, viewRows } from './columns.ts'
import { firstTimeOf, idText, statesText } from './finding-text.ts'
import { formatting } from './formatting.ts'
import { fullIds } from './search-command.ts'
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

/** The columns that stand on lines of their own: the last ones. */
const BELOW: readonly ViewColumn<Finding>[] = [
  viewColumn(findingFields, 'sentence'),
  viewColumn(findingFields, 'kernel'),
  { heading: 'command', show: ({ proctitle }, format) => format.text(proctitle) },
  {
    heading: 'events',
    show: ({ evidence, node }, format) => format.text(format.search(fullIds(evidence, node))),
  },
]

/**
 * What is unusual: the severest first. Below each row stand what was seen, the command line of the process, and the
 * command that prints the events.
 */
export function findingsView(report: BpfReport, options: ViewOptions = {}): View {
  const columns: readonly ViewColumn<Finding>[] = [
    ...nodeColumn(report.coverage.nodes),
    { heading: 'date time', show: (finding, format) => format.time(firstTimeOf(finding)) },
    ...viewColumns(findingFields, ['severity', 'name', 'technique', 'count']),
    { heading: 'prog-ids', show: ({ progIds }) => progIds.map(idText).join(',') },
    { heading: 'state', show: ({ states }) => statesText(states) },
    { heading: 'pid', show: ({ pids = [] }) => pids.join(',') },
    ...viewColumns(findingFields, ['loader.exe', 'loader.auid']),
    ...BELOW,
  ]
  return {
    ...view('BPF Findings Report', columns, report.findings, options),
    below: columns.length - BELOW.length,
  }
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
