/** The loaders, commands and findings views. */
import type { BpfReport } from '../report/report.ts'
import { formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

/** Who loads programs: the busiest first. */
export function loadersView({ loaders }: BpfReport, options: ViewOptions = {}): View {
  const format = formatting(options)
  const columns = [
    'node',
    'exe',
    'comm',
    'auid',
    'loads',
    'failed',
    'still-loaded',
    'median',
    'p95',
    'max',
    'bursts',
    'first',
    'last',
  ]
  const sorted = [...loaders].sort((a, b) => b.loads - a.loads || b.failedLoads - a.failedLoads)
  const rows = sorted.map((loader) => [
    format.text(loader.node),
    format.text(loader.exe),
    format.text(loader.comm),
    format.user(loader.auid),
    String(loader.loads),
    String(loader.failedLoads),
    String(loader.stillLoaded),
    format.duration(loader.lifetimes?.medianMs),
    format.duration(loader.lifetimes?.p95Ms),
    format.duration(loader.lifetimes?.maxMs),
    String(loader.bursts),
    format.time(loader.firstSeen),
    format.time(loader.lastSeen),
  ])
  return { title: 'BPF Loaders Report', columns, rows }
}

/** Which bpf() commands are used, by whom. */
export function commandsView({ commands }: BpfReport, options: ViewOptions = {}): View {
  const format = formatting(options)
  const columns = ['node', 'command', 'success', 'failed', 'auid', 'exe', 'comm', 'first', 'last']
  const rows = commands.map((row) => [
    format.text(row.node),
    row.command,
    String(row.success),
    String(row.failed),
    format.user(row.auid),
    format.text(row.exe),
    format.text(row.comm),
    format.time(row.firstSeen),
    format.time(row.lastSeen),
  ])
  return { title: 'BPF Commands Report', columns, rows }
}

/** What is unusual: the severest first. */
export function findingsView({ findings }: BpfReport, options: ViewOptions = {}): View {
  const format = formatting(options)
  const columns = ['node', 'severity', 'finding', 'technique', 'count', 'exe', 'auid', 'events', 'what']
  const rows = findings.map((finding) => [
    format.text(finding.node),
    finding.severity,
    finding.name,
    finding.technique ?? '',
    String(finding.count),
    format.text(finding.loader?.exe),
    format.user(finding.loader?.auid),
    finding.evidence.join(','),
    finding.sentence,
  ])
  return { title: 'BPF Findings Report', columns, rows }
}
