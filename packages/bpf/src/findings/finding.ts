/** What a rule that makes findings is given, and what it must offer. */
import type { Severity } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import type { BpfThresholds } from '../thresholds.ts'
import type { Boot } from '../track/boot.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import type { ProgramRow } from '../track/program-row.ts'
import type { Stamp } from '../track/stamp.ts'

/** A rule's way to say what it has seen; the same subject is one finding with a growing count. */
export type Raise = (subject: Subject) => void

/** What a rule raises. */
export interface Subject {
  readonly sentence: string
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

/** The end of the log. */
export interface LogEnd {
  readonly alive: Iterable<ProgramRow>
  readonly boots: readonly Boot[]
  readonly exitOf: (row: ProgramRow) => Stamp | undefined
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
    readonly firstUnidentified: Stamp | undefined
    readonly lostMessages: readonly { readonly event: string; readonly lost: number }[]
  }
}

/** What a rule may look at; every part is optional. */
export interface RuleWatch {
  readonly load?: (row: ProgramRow, loader: LoaderEntry, isBurst: boolean) => void
  readonly finished?: (row: ProgramRow, loader: LoaderEntry, exit: Stamp | undefined) => void
  /** A bpf(2) call. */
  readonly call?: (call: ProcessCall) => void
  /** A setsockopt(2) call that attached a program to a socket. */
  readonly socketFilter?: (call: ProcessCall) => void
  readonly end?: (end: LogEnd) => void
}

/** What rules are given. */
export interface RuleContext {
  readonly raise: Raise
  readonly thresholds: BpfThresholds
  /** Keys of the loaders that are known, or undefined when there is no baseline. */
  readonly baseline: ReadonlySet<string> | undefined
}

/** A named rule. */
export interface FindingRule {
  readonly name: string
  readonly severity: Severity
  readonly technique?: string
  readonly watch: (context: RuleContext) => RuleWatch
}
