/** Pairs the LOADs and UNLOADs of one node. */
import type { LogEvent } from '@ts-audit/log'
import type { BpfRecord, UnloadTask } from '../records/bpf-record.ts'
import type { Identity } from '../records/identity.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import type { BpfThresholds } from '../thresholds.ts'
import type { Boot } from './boot.ts'
import { BootDetector } from './boot-detector.ts'
import { droppingCall } from './dropping-calls.ts'
import { Flag, Process, ProgramRow, type Stamp } from './program-row.ts'
import { type WaitingUnload, WaitingUnloads } from './waiting-unloads.ts'

/** What the events around a BPF record say about it. */
export interface BpfContext {
  readonly event: Stamp
  readonly call: SyscallRecord | undefined
  readonly process: Process | undefined
  /** Ids that this very event loads: with a failed call, their UNLOAD is part of the failure. */
  readonly loadedHere: readonly number[]
}

/** Told about every program when it is loaded and when its life is known to be over. */
export interface ProgramListener {
  loaded(row: ProgramRow): void
  finished(row: ProgramRow): void
}

interface UnloadData {
  readonly record: BpfRecord
  readonly context: BpfContext
}

/** The programs of one node: those alive, by id, and the UNLOADs that wait for a LOAD. */
export class NodeTracker {
  readonly alive = new Map<number, ProgramRow>()
  readonly detector: BootDetector
  readonly #waiting: WaitingUnloads<UnloadData>
  readonly #listener: ProgramListener
  #now = 0

  constructor(node: string | undefined, thresholds: BpfThresholds, listener: ProgramListener) {
    this.#listener = listener
    this.#waiting = new WaitingUnloads(thresholds.settleMs)
    const rules = {
      quietMs: thresholds.bootQuietMs,
      confirmMs: thresholds.bootConfirmMs,
      gapSerials: thresholds.gapSerials,
      settleMs: thresholds.settleMs,
    }
    this.detector = new BootDetector(node, rules, (ended) => this.#endBoot(ended))
  }

  /** Takes every event, before its BPF records. */
  observe(event: LogEvent): void {
    if (event.seconds === 0) return
    this.detector.observe(event)
    const time = event.seconds * 1000 + event.milliseconds
    if (time > this.#now) this.#now = time
    if (this.#waiting.empty) return
    this.#waiting.observe(event.serial, time)
    this.#waiting.settle(this.#now, this.#settled)
  }

  /** Takes a LOAD. */
  load(record: BpfRecord, context: BpfContext): void {
    const { progId } = record
    const { event, call } = context
    const known = this.alive.get(progId)
    if (known !== undefined && isSameLoad(known, event)) return
    if (event.seconds !== 0) {
      this.detector.observeLoad(progId, event.seconds * 1000 + event.milliseconds, known !== undefined)
    }
    const row = new ProgramRow(this.detector.current, progId)
    row.setLoad(event)
    row.process = context.process
    if (call !== undefined) setOutcome(row, call)
    this.alive.set(progId, row)
    this.#listener.loaded(row)
    const early = this.#waiting.take(progId, event.serial)
    if (early !== undefined) this.#unload(row, early)
  }

  /** Takes an UNLOAD. */
  unload(record: BpfRecord, context: BpfContext): void {
    const { progId } = record
    const { event } = context
    if (progId === 0) {
      this.#unloadUnidentified(event)
      return
    }
    const row = this.alive.get(progId)
    if (row !== undefined && event.seconds !== 0) {
      this.#finishUnload(row, record, context)
      return
    }
    this.#waiting.add(progId, event.serial, event.seconds !== 0, this.#now, this.detector.serials, {
      record,
      context,
    })
    this.#waiting.settle(this.#now, this.#settled)
  }

  /** The end of the log: nothing waits any longer. The programs still alive stay in {@link alive}. */
  end(): void {
    this.detector.end()
    this.#waiting.settle(Number.POSITIVE_INFINITY, this.#settled)
    for (const row of this.alive.values()) judgeAlive(row)
  }

  readonly #settled = (waiting: WaitingUnload<UnloadData>): void => {
    const row = this.alive.get(waiting.progId) ?? new ProgramRow(this.detector.current, waiting.progId)
    this.#unload(row, waiting)
  }

  /** An UNLOAD that has waited: when its stamp cannot be its time, its neighbours bound it. */
  #unload(row: ProgramRow, waiting: WaitingUnload<UnloadData>): void {
    const { record, context } = waiting.data
    const { neighbours } = waiting
    const { loadTime } = row
    const own = context.event.seconds * 1000 + context.event.milliseconds
    const tooEarly = waiting.hasTime && loadTime !== undefined && own < loadTime
    if (!waiting.hasTime || tooEarly) {
      row.flags |= Flag.unloadTimeUnknown
      const after = Math.max(neighbours.after ?? 0, loadTime ?? 0)
      const before = tooEarly ? undefined : neighbours.before
      if (after > 0) row.extra.after = after
      if (before !== undefined) row.extra.before = Math.max(before, after)
    }
    this.#finishUnload(row, record, context)
  }

  #finishUnload(row: ProgramRow, record: BpfRecord, context: BpfContext): void {
    row.setUnload(context.event)
    if (record.name !== undefined) row.extra.name = record.name
    tieLastReference(row, record.task, context)
    if (this.alive.get(row.progId) === row) this.alive.delete(row.progId)
    this.#listener.finished(row)
  }

  #unloadUnidentified(event: Stamp): void {
    const boot = this.detector.current
    boot.unidentifiedUnloads++
    const time = event.seconds === 0 ? this.#now : event.seconds * 1000 + event.milliseconds
    boot.lastUnidentifiedTime = Math.max(boot.lastUnidentifiedTime, time)
  }

  #endBoot(ended: Boot): void {
    this.#waiting.settle(Number.POSITIVE_INFINITY, (waiting) => {
      const row = this.alive.get(waiting.progId) ?? new ProgramRow(ended, waiting.progId)
      this.#unload(row, waiting)
    })
    const gone = [...this.alive.values()]
    this.alive.clear()
    for (const row of gone) {
      judgeAlive(row)
      if (!row.has(Flag.unidentified)) row.flags |= Flag.goneAtBoot
      this.#listener.finished(row)
    }
  }
}

/** A log that was read twice holds every event twice. */
function isSameLoad(row: ProgramRow, event: Stamp): boolean {
  return (
    row.loadSerial === event.serial &&
    row.loadSeconds === event.seconds &&
    row.loadMilliseconds === event.milliseconds
  )
}

function setOutcome(row: ProgramRow, call: SyscallRecord): void {
  if (call.success !== undefined) row.flags |= call.success ? Flag.loadSucceeded : Flag.loadFailed
  if (call.name !== 'bpf') row.flags |= Flag.notBpfCall
  row.exit = call.exit
}

/** What to make of a program that was loaded and never seen unloaded in its boot. */
function judgeAlive(row: ProgramRow): void {
  const { boot, loadTime } = row
  const failed = row.has(Flag.loadFailed)
  if (failed || (boot.unidentifiedUnloads > 0 && (loadTime ?? 0) <= boot.lastUnidentifiedTime)) {
    row.flags |= Flag.unidentified
  }
  if (boot.lastGapTime > (loadTime ?? 0)) row.flags |= Flag.recordsMissing
}

/** Ties the UNLOAD to the call of its event when that call can drop a program; else the task is a bystander. */
function tieLastReference(row: ProgramRow, task: UnloadTask | undefined, context: BpfContext): void {
  const { call, process, loadedHere } = context
  if (call === undefined || process === undefined) {
    if (task !== undefined) nameTask(row, task)
    return
  }
  const failed = call.success === false && loadedHere.includes(row.progId)
  const how = failed ? { how: 'the load itself failed', direct: true } : droppingCall(call.name, call.a0)
  if (how === undefined) {
    row.flags |= Flag.bystander
    return
  }
  const own = process.pid !== undefined && process.pid === row.process?.pid
  const likely = own || failed || (how.direct && (call.name === 'bpf' || row.process?.pins === true))
  row.flags |= Flag.lastReference
  const syscall = call.name
  const reason = own ? `${how.how}; it loaded the program` : how.how
  row.extra.lastReference = { process, syscall, certainty: likely ? 'likely' : 'possible', reason }
}

/** The UNLOAD record itself names the task that was current: without its call, only the loader itself is named. */
function nameTask(row: ProgramRow, task: UnloadTask): void {
  if (task.pid === undefined || task.pid !== row.process?.pid) {
    row.flags |= Flag.bystander
    return
  }
  const { uid, comm } = task
  const process = new Process({ ...NO_IDENTITY, uid, comm }, task.pid)
  row.flags |= Flag.lastReference
  const reason = 'current at the UNLOAD; it loaded the program'
  row.extra.lastReference = { process, syscall: undefined, certainty: 'likely', reason }
}

const NO_IDENTITY: Identity = {
  uid: undefined,
  euid: undefined,
  auid: undefined,
  ses: undefined,
  tty: undefined,
  comm: undefined,
  exe: undefined,
  key: undefined,
  subj: undefined,
  names: undefined,
}
