/** Changes of auditing itself, with who made them. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Process } from '../fields/process-objects.ts'
import type { AuditEvent } from '../findings/finding.ts'
import { type AuditChange, readAuditChange } from '../records/config-change.ts'
import type { IdentityCache } from '../records/identity.ts'
import type { ProctitleCache } from '../records/proctitle.ts'
import { processOf, readSyscallRecord } from '../records/syscall-record.ts'
import { isSystemd } from '../records/systemd-path.ts'
import type { BootSign } from './boot.ts'
import { timeOf } from './fate.ts'
import type { NodeState } from './node-list.ts'

/** A machine that starts loads its rules within this time. */
const BOOT_MS = 120_000
/** auditd writes its end so soon after the signal. */
const SIGNAL_MS = 5_000
/** An unset id, -1 as an unsigned number. */
const UNSET_ID = 0xffffffff

/** Reads such changes, and remembers who has last sent a signal to auditd. */
export class AuditChanges {
  readonly #identities: IdentityCache
  readonly #proctitles: ProctitleCache
  /** By node. */
  readonly #signals = new Map<string | undefined, { readonly time: number; readonly process: Process }>()

  constructor(identities: IdentityCache, proctitles: ProctitleCache) {
    this.#identities = identities
    this.#proctitles = proctitles
  }

  /** The change that a record tells of; a stretch without auditing begins with it where it switches auditing off. */
  read(state: NodeState, record: LogRecord, event: LogEvent): AuditEvent | undefined {
    let change = readAuditChange(record)
    if (change === undefined) return undefined
    const { seconds, milliseconds, serial } = event
    const stamp = { seconds, milliseconds, serial }
    const time = timeOf(stamp)
    const { current, isRestart } = state.tracker.detector
    const isBootTime = isBoot(current.signs) && time - current.firstTime <= BOOT_MS
    const { node } = state
    const sender = this.#senderOf(change, node, time)
    if (sender !== undefined) change = { ...change, ...sender.who }
    const process = sender?.process ?? this.#processOf(event)
    if (change.kind === 'disabled' && !isJournal(process)) current.blind.begin(stamp)
    return { stamp, time, node, change, process, isBootTime, isRestart }
  }

  /** Takes the event of a signal that was sent to auditd. */
  noteSignal(event: LogEvent): void {
    const process = this.#processOf(event)
    if (process !== undefined) this.#signals.set(event.node, { time: timeOf(event), process })
  }

  /** Who ended auditd, where its own record has every number unset: who has just sent it a signal. */
  #senderOf(change: AuditChange, node: string | undefined, time: number) {
    const signal = this.#signals.get(node)
    const isUnknown = change.kind === 'daemon-end' && change.pid === UNSET_ID
    if (!isUnknown || signal === undefined || Math.abs(time - signal.time) > SIGNAL_MS) return undefined
    const { process } = signal
    const { auid, ses } = process.identity
    return { process, who: { pid: process.pid, auid, ses } }
  }

  /** Whose call an event is. */
  #processOf({ records }: LogEvent): Process | undefined {
    const syscall = records.find(({ type }) => type === RecordType.SYSCALL)
    if (syscall === undefined) return undefined
    const title = records.find(({ type }) => type === RecordType.PROCTITLE)
    const proctitle = title === undefined ? undefined : this.#proctitles.read(title)
    return processOf(readSyscallRecord(syscall, this.#identities), proctitle)
  }
}

/** systemd's journal sets auditing as its Audit= says, when a machine starts. */
function isJournal(process: Process | undefined): boolean {
  const exe = process?.identity.exe
  return exe !== undefined && isSystemd(exe)
}

/** Whether a boot was seen to begin, rather than the log. */
function isBoot(signs: readonly BootSign[]): boolean {
  return signs.some((sign) => sign !== 'log-start' && sign !== 'daemon-start')
}
