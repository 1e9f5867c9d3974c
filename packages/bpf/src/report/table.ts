/** The lists of a report as tables: columns by name, for comma-separated values and the like. */
import type { Finding } from '../findings/finding.ts'
import type { Loader, Program } from '../program.ts'
import type { CommandSummary, LoaderIdentity, LoaderSummary } from '../track/loader-table.ts'
import type { ReportPart } from './json.ts'
import type { BpfReport } from './report.ts'

/** What a cell holds; null stands for what the log does not say. Text is latin1. */
export type TableCell = string | number | boolean | null

/** How the values are shown that a program may want otherwise. */
export interface TableOptions {
  /** Milliseconds since 1970; default ISO 8601 in UTC. */
  readonly formatTime?: ((milliseconds: number) => string) | undefined
  /** A user id; default the number. */
  readonly formatUser?: ((id: number) => string | number) | undefined
}

/** A table; its rows are made while they are read. */
export interface ReportTable {
  readonly columns: readonly string[]
  readonly rows: Iterable<Readonly<Record<string, TableCell>>>
}

interface Show {
  readonly time: (milliseconds: number | undefined) => TableCell
  readonly user: (id: number | undefined) => TableCell
}

type Cells<Row> = (row: Row, show: Show) => Readonly<Record<string, TableCell | undefined>>

const processCells = (loader: Loader, show: Show) => ({
  pid: loader.pid,
  ppid: loader.ppid,
  uid: show.user(loader.uid),
  euid: show.user(loader.euid),
  auid: show.user(loader.auid),
  ses: loader.ses,
  tty: loader.tty,
  comm: loader.comm,
  exe: loader.exe,
  proctitle: loader.proctitle,
  key: loader.key,
  subj: loader.subj,
})

const programCells: Cells<Program> = (program, show) => {
  const { load, unload, lifetimeBounds, lastReference, live, findings, doubts } = program
  return {
    node: program.node,
    boot: program.boot,
    progId: program.progId,
    name: live?.name ?? program.name,
    state: program.state,
    loadTime: show.time(load?.time),
    loadEvent: load?.event,
    loadSuccess: load?.success,
    loadExit: load?.exit,
    unloadTime: show.time(unload?.time),
    unloadEvent: unload?.event,
    unloadContext: unload?.context,
    lifetimeMs: program.lifetimeMs,
    lifetimeMinMs: lifetimeBounds?.min,
    lifetimeMaxMs: lifetimeBounds?.max,
    ...processCells(program.loader ?? {}, show),
    lastReferenceSyscall: lastReference?.syscall,
    lastReferencePid: lastReference?.pid,
    lastReferenceExe: lastReference?.exe,
    lastReferenceCertainty: lastReference?.certainty,
    confidence: program.confidence,
    doubts: doubts.join(' '),
    findings: findings.join(' '),
    type: live?.type,
    tag: live?.tag,
    mapIds: live?.mapIds?.join(' '),
    pinned: live?.pinned?.join(' '),
    loadedAt: show.time(live?.loadedAt),
  }
}

const identityCells = (identity: LoaderIdentity, show: Show) => ({
  exe: identity.exe,
  comm: identity.comm,
  auid: show.user(identity.auid),
  uid: show.user(identity.uid),
  key: identity.key,
  subj: identity.subj,
  tty: identity.tty,
  ses: identity.ses,
  unit: identity.unit,
})

const loaderCells: Cells<LoaderSummary> = (loader, show) => ({
  node: loader.node,
  ...identityCells(loader, show),
  others: loader.others,
  loads: loader.loads,
  failedLoads: loader.failedLoads,
  unloads: loader.unloads,
  stillLoaded: loader.stillLoaded,
  goneAtBoot: loader.goneAtBoot,
  unidentified: loader.unidentified,
  lifetimes: loader.lifetimes?.count,
  medianMs: loader.lifetimes?.medianMs,
  p95Ms: loader.lifetimes?.p95Ms,
  maxMs: loader.lifetimes?.maxMs,
  bursts: loader.bursts,
  firstSeen: show.time(loader.firstSeen),
  lastSeen: show.time(loader.lastSeen),
})

const commandCells: Cells<CommandSummary> = (command, show) => ({
  node: command.node,
  command: command.command,
  success: command.success,
  failed: command.failed,
  ...identityCells(command, show),
  firstSeen: show.time(command.firstSeen),
  lastSeen: show.time(command.lastSeen),
})

const findingCells: Cells<Finding> = (finding, show) => ({
  node: finding.node,
  severity: finding.severity,
  name: finding.name,
  technique: finding.technique,
  count: finding.count,
  ...identityCells(finding.loader ?? {}, show),
  evidence: finding.evidence.join(' '),
  progIds: finding.progIds.join(' '),
  sentence: finding.sentence,
})

/** A list of a report as a table, every value in a column of its own. */
export function reportTable(report: BpfReport, part: ReportPart, options: TableOptions = {}): ReportTable {
  const parts: Readonly<Record<ReportPart, () => ReportTable>> = {
    programs: () => table(report.programs, programCells, NO_PROGRAM, options),
    loaders: () => table(report.loaders, loaderCells, NO_LOADER, options),
    commands: () => table(report.commands, commandCells, NO_COMMAND, options),
    findings: () => table(report.findings, findingCells, NO_FINDING, options),
  }
  return parts[part]()
}

/** Rows without values: the columns are the same in all. */
const NO_PROGRAM: Program = {
  boot: 0,
  progId: 0,
  state: 'loaded',
  confidence: 'low',
  doubts: [],
  findings: [],
}
const NO_LOADER: LoaderSummary = {
  loads: 0,
  failedLoads: 0,
  unloads: 0,
  stillLoaded: 0,
  goneAtBoot: 0,
  unidentified: 0,
  bursts: 0,
}
const NO_COMMAND: CommandSummary = { command: '', success: 0, failed: 0 }
const NO_FINDING: Finding = {
  name: '',
  sentence: '',
  severity: 'info',
  count: 0,
  evidence: [],
  progIds: [],
}

function table<Row>(items: Iterable<Row>, cells: Cells<Row>, empty: Row, options: TableOptions): ReportTable {
  const { formatTime = isoTime, formatUser = (id: number) => id } = options
  const show: Show = {
    time: (milliseconds) => (milliseconds === undefined ? null : formatTime(milliseconds)),
    user: (id) => (id === undefined ? null : formatUser(id)),
  }
  const columns = Object.keys(cells(empty, show))
  return {
    columns,
    rows: {
      *[Symbol.iterator]() {
        for (const item of items) {
          const row = Object.entries(cells(item, show)).map(([name, value]) => [name, value ?? null])
          yield Object.fromEntries(row) as Record<string, TableCell>
        }
      },
    },
  }
}

/** The largest time that a JavaScript date can hold (ECMA-262 21.4.1.1). */
const LAST_MILLISECOND = 8.64e15

function isoTime(milliseconds: number): string {
  if (Math.abs(milliseconds) > LAST_MILLISECOND) return String(milliseconds)
  return new Date(milliseconds).toISOString()
}
