/** What a rule that makes findings is given, and what it must offer. */
import type { Severity } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import type { AuditChange } from '../records/config-change.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import type { BpfThresholds } from '../thresholds.ts'
import type { Boot } from '../track/boot.ts'
import type { Fate } from '../track/fate.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import type { ProgramRow } from '../track/program-row.ts'
import type { Stamp } from '../track/stamp.ts'
import type { Standings, Verdict } from './standing.ts'

/** A rule's way to say what it has seen; the same subject is one finding with a growing count. */
export type Raise = (subject: Subject) => void

/** What a rule raises. */
export interface Subject {
  readonly sentence: string
  /** Default that of the rule; a verdict may say that it is only to be counted. */
  readonly severity?: Severity
  readonly known?: Verdict['known']
  /** Who did it, where the rows do not say. */
  readonly process?: Process | undefined
  readonly evidence: readonly Stamp[] | readonly string[]
  readonly node: string | undefined
  readonly loader?: LoaderEntry
  /** The programs concerned. */
  readonly rows?: readonly ProgramRow[]
}

/** A system call that has to do with programs, and the process that made it. */
export interface ProcessCall {
  readonly stamp: Stamp
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly node: string | undefined
  readonly call: SyscallRecord
  readonly process: Process
  readonly loader: LoaderEntry
  /** The programs that this process has loaded and that are alive, the oldest first; of very many only the last. */
  readonly held: () => readonly ProgramRow[]
}

/** A change of auditing itself. */
export interface AuditEvent {
  readonly stamp: Stamp
  readonly time: number
  readonly node: string | undefined
  readonly change: AuditChange
  /** Who made it, where the event has a SYSCALL record. */
  readonly process: Process | undefined
  /** Whether the boot it is of had begun only shortly before. */
  readonly isBootTime: boolean
  /** Of a start of auditd: whether it had not ended before. */
  readonly isRestart: boolean
}

/** A pin that was removed. */
export interface PinRemoval extends ProcessCall {
  readonly path: string
  /** Who had made it. */
  readonly owner: LoaderEntry
}

/** The end of the log. */
export interface LogEnd {
  readonly alive: Iterable<ProgramRow>
  readonly boots: readonly Boot[]
  readonly fateOf: (row: ProgramRow) => Fate
  /** When the last event of a program's node came, in milliseconds since 1970-01-01 UTC. */
  readonly lastTimeOf: (row: ProgramRow) => number
  readonly loaderOf: (row: ProgramRow) => LoaderEntry
  readonly loaders: Iterable<LoaderEntry>
  readonly counts: {
    readonly loads: number
    readonly loadsWithSyscall: number
    readonly firstWithoutSyscall: Stamp | undefined
    readonly loadsWithoutRecord: number
    readonly firstWithoutRecord: Stamp | undefined
    readonly processWithoutRecord: Process | undefined
    /** Ids of such loads that follow from their neighbours, the first of each node. */
    readonly inferredIds: readonly number[]
    readonly firstUnidentified: Stamp | undefined
    readonly lostMessages: readonly { readonly event: string; readonly lost: number }[]
  }
}

/** What a rule may look at; every part is optional. */
export interface RuleWatch {
  /** A load; `process` is that of the row, with a command line that need not be decoded again. */
  readonly load?: (
    row: ProgramRow,
    loader: LoaderEntry,
    isBurst: boolean,
    process: Process | undefined,
  ) => void
  readonly finished?: (row: ProgramRow, loader: LoaderEntry, fate: Fate) => void
  /** A bpf(2) call. */
  readonly call?: (call: ProcessCall) => void
  /** A setsockopt(2) call that attached a program to a socket. */
  readonly socketFilter?: (call: ProcessCall) => void
  /** A call that attached a classic filter to a socket, or made a packet socket. */
  readonly packets?: (call: ProcessCall, kind: 'classic-filter' | 'packet-socket') => void
  readonly audit?: (event: AuditEvent) => void
  readonly pinRemoved?: (removal: PinRemoval) => void
  /** A command is run that is to remove pins; where unlink(2) is logged, `pinRemoved` follows. */
  readonly pinsToRemove?: (call: ProcessCall, paths: readonly string[]) => void
  readonly end?: (end: LogEnd) => void
}

/** What rules are given. */
export interface RuleContext {
  readonly raise: Raise
  readonly thresholds: BpfThresholds
  /** Keys of the loaders that are known, or undefined when there is no baseline. */
  readonly baseline: ReadonlySet<string> | undefined
  /** How far processes can be trusted. */
  readonly standings: Standings
}

/** A named rule. */
export interface FindingRule {
  readonly name: string
  readonly severity: Severity
  readonly technique?: string
  readonly watch: (context: RuleContext) => RuleWatch
}
