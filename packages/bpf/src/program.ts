/** What is known about one BPF program: the public shape of a row of the programs view. */

/**
 * Where a program stands.
 *
 * - `loaded`: LOAD seen, no UNLOAD up to the end of the log
 * - `unloaded`: LOAD and UNLOAD seen
 * - `gone-at-boot`: still loaded when the boot it was loaded in ended
 * - `unload-unidentified`: cannot be told from those a kernel unloaded with `prog-id=0`, or its load failed and the
 *   UNLOAD that must have followed is not in the log
 * - `loaded-before-log`: UNLOAD seen, LOAD not: loaded before the log begins, or its LOAD was lost
 */
export type ProgramState =
  | 'loaded'
  | 'unloaded'
  | 'gone-at-boot'
  | 'unload-unidentified'
  | 'loaded-before-log'

/** Why something about a program is less than certain. */
export type Doubt =
  /** The LOAD came without a SYSCALL record: the loader is unknown. */
  | 'no-syscall'
  /** The LOAD belongs to a system call other than bpf(2): the process is known, how it loaded is not. */
  | 'not-a-bpf-call'
  /** The UNLOAD's own time is unknown; only its neighbours bound it. */
  | 'unknown-time'
  /** The LOAD is not in the log. */
  | 'load-not-seen'
  /** Unloaded by the end of a boot, which is itself a judgement. */
  | 'boot-judged'
  /** The kernel unloads with `prog-id=0`: pairing is lost. */
  | 'prog-id-zero'
  /** Records are missing after the LOAD, an UNLOAD may be among them. */
  | 'records-missing'

/** How far the row can be trusted: high without a doubt, low when a pairing is lost, medium otherwise. */
export type Confidence = 'high' | 'medium' | 'low'

/** A point in the log. Times are milliseconds since 1970-01-01 UTC. */
export interface EventPoint {
  /** The event id as in the log: `seconds.milliseconds:serial`. */
  readonly event: string
  /** Absent when the record carries no time (timestamp 0.000) or one that cannot be that of this step. */
  readonly time?: number
  /** With an unknown time: not before this, by the neighbours' serial numbers. */
  readonly after?: number
  /** With an unknown time: not after this, by the neighbours' serial numbers. */
  readonly before?: number
}

/** The LOAD of a program. */
export interface LoadPoint extends EventPoint {
  /** Whether the system call succeeded; absent when the log does not say. */
  readonly success?: boolean
  /** What the system call returned: the descriptor, or −errno. */
  readonly exit?: number
}

/**
 * The UNLOAD of a program. Its event may hold a SYSCALL record: `last-reference` when that call can drop a program,
 * `bystander` when it is only the task that was running when the kernel dropped it. The time of either is when that call
 * began, which for a call that blocks is earlier than the UNLOAD.
 */
export interface UnloadPoint extends EventPoint {
  readonly context: 'alone' | 'last-reference' | 'bystander'
}

/** A process as a SYSCALL record describes it; what the log does not say is absent. Text is latin1. */
export interface Loader {
  readonly pid?: number
  readonly ppid?: number
  readonly uid?: number
  readonly euid?: number
  /** Login user; 4294967295 is the kernel's "unset". */
  readonly auid?: number
  /** Login session; 4294967295 is the kernel's "unset". */
  readonly ses?: number
  readonly tty?: string
  readonly comm?: string
  readonly exe?: string
  /** The command line, its arguments separated by spaces. */
  readonly proctitle?: string
  readonly key?: string
  readonly subj?: string
}

/** Who may have dropped the last reference; never "the unloader". */
export interface LastReference extends Loader {
  /** The system call's name, or its number when it has none; absent for a process named by the UNLOAD record itself. */
  readonly syscall?: string
  /**
   * `likely`: the call can drop a program and the process loaded it, or the call names what it drops.
   * `possible`: the call can drop a program, but nothing else ties the process to it.
   */
  readonly certainty: 'likely' | 'possible'
  readonly reason: string
}

/** Account names that auditd's ENRICHED format had added to the loader's SYSCALL record. */
export interface Enrichment {
  readonly auid?: string
  readonly uid?: string
  readonly euid?: string
}

/** What the running kernel says about a program (`bpftool -j prog show`). */
export interface LiveProgram {
  readonly type?: string
  readonly name?: string
  readonly tag?: string
  readonly mapIds?: readonly number[]
  readonly pinned?: readonly string[]
  readonly pids?: readonly { readonly pid: number; readonly comm: string }[]
  /** Milliseconds since 1970-01-01 UTC. */
  readonly loadedAt?: number
}

/** One loaded BPF program: (node, boot, prog-id), with its lifetime from LOAD to UNLOAD. */
export interface Program {
  readonly node?: string
  /** The boot it was loaded in, counted from 1 for each node. */
  readonly boot: number
  readonly progId: number
  /** From UNLOAD records that carry `prog-name=`. */
  readonly name?: string
  readonly state: ProgramState
  readonly load?: LoadPoint
  readonly unload?: UnloadPoint
  /** Milliseconds from LOAD to UNLOAD, when both times are known. */
  readonly lifetimeMs?: number
  /** Milliseconds, where the lifetime is only bounded. */
  readonly lifetimeBounds?: { readonly min?: number; readonly max?: number }
  readonly loader?: Loader
  readonly lastReference?: LastReference
  readonly confidence: Confidence
  readonly doubts: readonly Doubt[]
  readonly enrichment?: Enrichment
  /** Names of the findings it is part of. */
  readonly findings: readonly string[]
  readonly live?: LiveProgram
}
