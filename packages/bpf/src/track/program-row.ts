/** One program as the tracker keeps it: small enough that a million fit in memory. */
import type { UnloadPoint } from '../program.ts'
import type { Identity } from '../records/identity.ts'
import type { Boot } from './boot.ts'

/** A process; one object serves all programs it loads. */
export class Process {
  readonly pid: number | undefined
  readonly ppid: number | undefined
  readonly proctitle: string | undefined
  readonly identity: Identity
  /** Its exit, where the log has it. */
  exit: Stamp | undefined = undefined
  /** Whether it has pinned anything. */
  pins = false
  /** The program it loaded last. */
  latest: ProgramRow | undefined = undefined

  constructor(identity: Identity, pid?: number, ppid?: number, proctitle?: string) {
    this.identity = identity
    this.pid = pid
    this.ppid = ppid
    this.proctitle = proctitle
  }
}

/** An event's id, without its node. Seconds 0 mean that the record carries no time. */
export interface Stamp {
  readonly seconds: number
  readonly milliseconds: number
  readonly serial: number
}

/** What few programs have. */
export interface RowExtras {
  name?: string
  lastReference?: {
    readonly process: Process
    readonly syscall: string | undefined
    readonly certainty: 'likely' | 'possible'
    readonly reason: string
  }
  after?: number
  before?: number
}

/** Bits of {@link ProgramRow.flags}. */
export const Flag = {
  loadSeen: 1,
  loadFailed: 1 << 1,
  loadSucceeded: 1 << 2,
  notBpfCall: 1 << 3,
  unloadSeen: 1 << 4,
  unloadTimeUnknown: 1 << 5,
  lastReference: 1 << 6,
  bystander: 1 << 7,
  goneAtBoot: 1 << 8,
  unidentified: 1 << 9,
  recordsMissing: 1 << 10,
} as const

/** A row. Seconds and milliseconds are apart because small integers need no memory of their own. */
export class ProgramRow {
  readonly boot: Boot
  readonly progId: number
  flags = 0
  loadSeconds = 0
  loadMilliseconds = 0
  loadSerial = 0
  exit: number | undefined = undefined
  unloadSeconds = 0
  unloadMilliseconds = 0
  unloadSerial = 0
  process: Process | undefined = undefined
  extras: RowExtras | undefined = undefined
  /** Bit n is set when it is part of a finding of rule n. */
  findings = 0

  constructor(boot: Boot, progId: number) {
    this.boot = boot
    this.progId = progId
  }

  has(flag: number): boolean {
    return (this.flags & flag) !== 0
  }

  setLoad(stamp: Stamp): void {
    this.flags |= Flag.loadSeen
    this.loadSeconds = stamp.seconds
    this.loadMilliseconds = stamp.milliseconds
    this.loadSerial = stamp.serial
  }

  setUnload(stamp: Stamp): void {
    this.flags |= Flag.unloadSeen
    this.unloadSeconds = stamp.seconds
    this.unloadMilliseconds = stamp.milliseconds
    this.unloadSerial = stamp.serial
    if (stamp.seconds === 0) this.flags |= Flag.unloadTimeUnknown
  }

  /** Milliseconds since 1970, or undefined. */
  get loadTime(): number | undefined {
    return this.loadSeconds === 0 ? undefined : this.loadSeconds * 1000 + this.loadMilliseconds
  }

  /** Milliseconds since 1970, or undefined. */
  get unloadTime(): number | undefined {
    return !this.has(Flag.unloadSeen) || this.has(Flag.unloadTimeUnknown)
      ? undefined
      : this.unloadSeconds * 1000 + this.unloadMilliseconds
  }

  get unloadContext(): UnloadPoint['context'] {
    if (this.has(Flag.lastReference)) return 'last-reference'
    return this.has(Flag.bystander) ? 'bystander' : 'alone'
  }

  get extra(): RowExtras {
    this.extras ??= {}
    return this.extras
  }
}

/** An event id as the log writes it. */
export function stampText(stamp: Stamp): string {
  return `${stamp.seconds}.${String(stamp.milliseconds).padStart(3, '0')}:${stamp.serial}`
}

/** The id of a program's LOAD. */
export function loadStamp(row: ProgramRow): Stamp {
  return { seconds: row.loadSeconds, milliseconds: row.loadMilliseconds, serial: row.loadSerial }
}
