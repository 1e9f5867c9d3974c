/** All reports of a fleet, by name: from this table come the command's help and the types of the rows. */
import type { ReportColumns, ReportDefinition, RowOf } from './report-definition.ts'

function define<const C extends ReportColumns>(
  title: string,
  about: string,
  columns: C,
): ReportDefinition<C> {
  return { title, about, columns }
}

export const reports = {
  logins: define('Logins', 'who logged in where, and from where', {
    node: 'text',
    account: 'text',
    origin: 'text',
    program: 'text',
    logins: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  'failed-logins': define('Failed logins', 'who failed to log in, and whether it worked later', {
    node: 'text',
    account: 'text',
    origin: 'text',
    failures: 'count',
    logins: 'count',
    first_failure: 'time',
    last_failure: 'time',
  }),
  executables: define('Executables', 'executables that events name', {
    executable: 'text',
    events: 'count',
    failures: 'count',
    hosts: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  files: define('Files', 'files that system calls name', {
    file: 'text',
    times: 'count',
    failures: 'count',
    hosts: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  'files-changed': define('Files changed', 'files made, deleted, written to or changed otherwise', {
    node: 'text',
    file: 'text',
    change: 'text',
    executable: 'text',
    account: 'text',
    times: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  'failing-syscalls': define('Failing system calls', 'which system calls fail, with what, and where', {
    node: 'text',
    call: 'text',
    error: 'text',
    executable: 'text',
    failures: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  keys: define('Keys of rules', 'how often the rules with each key matched', {
    rule_key: 'text',
    events: 'count',
    failures: 'count',
    hosts: 'count',
    executables: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  anomalies: define('Anomalies', 'what the kernel or programs noticed as unusual', {
    node: 'text',
    anomaly: 'text',
    executable: 'text',
    account: 'text',
    events: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  sudo: define('Commands of sudo', 'what was run by sudo, and for whom', {
    node: 'text',
    account: 'text',
    command: 'text',
    program: 'text',
    runs: 'count',
    refused: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  'bpf-loaders': define('Loaders of BPF programs', 'who loaded BPF programs', {
    node: 'text',
    executable: 'text',
    task: 'text',
    account: 'text',
    loads: 'count',
    failed_loads: 'count',
    unloads: 'count',
    still_loaded: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  'bpf-loaded': define('BPF programs still loaded', 'BPF programs that are still loaded', {
    node: 'text',
    program: 'count',
    load_time: 'time',
    executable: 'text',
    task: 'text',
    account: 'text',
    process: 'count',
    certainty: 'text',
  }),
  'first-seen': define('First seen on the fleet', 'loaders and executables that one host alone has', {
    kind: 'text',
    path: 'text',
    node: 'text',
    times: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  'bpf-week': define('BPF programs this week', 'BPF programs loaded in seven days, and in the seven before', {
    executable: 'text',
    this_week: 'count',
    week_before: 'count',
    hosts: 'count',
    last_time: 'time',
  }),
  'bpf-findings': define('Findings about BPF', 'what is conspicuous about BPF, by host', {
    node: 'text',
    severity: 'text',
    finding: 'text',
    meaning: 'text',
    times: 'count',
    first_time: 'time',
    last_time: 'time',
  }),
  hosts: define('Hosts', 'hosts that went silent or lost records, before the others', {
    node: 'text',
    trouble: 'text',
    events: 'count',
    missing_events: 'count',
    first_event: 'time',
    last_event: 'time',
    silent_minutes: 'count',
  }),
} as const

/** How a report is called. */
export type ReportName = keyof typeof reports

/** A row of a report. */
export type ReportRow<Name extends ReportName> = RowOf<(typeof reports)[Name]['columns']>

export const reportNames = Object.keys(reports) as readonly ReportName[]

export function isReportName(name: string): name is ReportName {
  return Object.hasOwn(reports, name)
}
