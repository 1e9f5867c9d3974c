/** Pairs the LOADs and UNLOADs of one node. */
import type { LogEvent } from '@ts-audit/log'
import type { Process } from '../fields/process-objects.ts'
import type { BpfRecord } from '../records/bpf-record.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import type { BpfThresholds } from '../thresholds.ts'
import type { Boot } from './boot.ts'
import { BootDetector } from './boot-detector.ts'
import type { BootList } from './boot-list.ts'
import { IdIndex } from './id-index.ts'
import { type InferredId, InferredIds } from './inferred-ids.ts'
import type { LossTimes } from './loss-times.ts'
import { ProcessHistory } from './process-history.ts'
import { Flag, type ProgramRow } from './program-row.ts'
import type { ProgramTable } from './program-table.ts'
import type { Stamp } from './stamp.ts'
import { type BpfContext, tieLastReference } from './tie-last-reference.ts'
import { type WaitingUnload, WaitingUnloads } from './waiting-unloads.ts'

/** What a tracker of one node follows. */
export interface NodeTrackerOptions {
  /** Ids of the programs to follow, default all; LOADs of others are only taken as signs of boots. */
  readonly follow?: ReadonlySet<number> | undefined
  /** How many programs are remembered of each process, the latest ones; default 20. */
  readonly heldMost?: number | undefined
  /** When messages were lost, filled while the log is read. */
  readonly losses?: LossTimes | undefined
}

/** Told of each program when it is loaded, and when it is known to be gone. */
export interface ProgramListener {
  loaded(row: ProgramRow, process: Process | undefined): void
  finished(row: ProgramRow): void
}

const HELD = 20
/** Numbers that fall by no more than this may be out of order. */
const SLACK = 64
/** Ids that a sentence names. */
const MOST_NAMED = 10

interface UnloadData {
  readonly record: BpfRecord
  readonly context: BpfContext
}

/** The programs of one node: those alive, and the UNLOADs that wait for a LOAD. */
export class NodeTracker {
  readonly #alive = new IdIndex()
  readonly #table: ProgramTable
  readonly detector: BootDetector
  readonly processes: ProcessHistory
  readonly #waiting: WaitingUnloads<UnloadData>
  readonly #listener: ProgramListener
  readonly #follow: ReadonlySet<number> | undefined
  #now = 0
  /** Rows of programs without an id. */
  readonly #unknown = new Set<number>()
  readonly #inferred = new InferredIds()
  #inferredFirst: number[] = []
  #inferredCount = 0
  readonly #losses: LossTimes | undefined

  constructor(
    node: string | undefined,
    thresholds: BpfThresholds,
    table: ProgramTable,
    boots: BootList,
    listener: ProgramListener,
    { follow, heldMost = HELD, losses }: NodeTrackerOptions = {},
  ) {
    this.#table = table
    this.#listener = listener
    this.#follow = follow
    this.#losses = losses
    this.processes = new ProcessHistory(heldMost)
    this.#waiting = new WaitingUnloads(thresholds.settleMs)
    const rules = {
      quietMs: thresholds.bootQuietMs,
      confirmMs: thresholds.bootConfirmMs,
      gapSerials: thresholds.gapSerials,
      settleMs: thresholds.settleMs,
    }
    this.detector = new BootDetector(node, rules, boots, (ended) => this.#endBoot(ended))
  }

  /** Takes every event, before its BPF records. */
  observe(event: LogEvent, bootId?: string): void {
    if (event.seconds === 0) return
    this.detector.observe(event, bootId)
    const time = event.seconds * 1000 + event.milliseconds
    if (time > this.#now) this.#now = time
    if (this.#waiting.empty) return
    this.#waiting.observe(this.detector.placeOf(event.serial), time)
    this.#waiting.settle(this.#now, this.#settled)
  }

  /** Takes a LOAD. */
  load(record: BpfRecord, context: BpfContext): void {
    const { progId } = record
    const { event, call } = context
    if (progId === 0) return
    let known = this.#find(progId)
    if (known !== undefined && isSameLoad(known, event)) return
    if (known?.has(Flag.idInferred) === true && isNear(event, known.load)) {
      this.#takeBack(known)
      known = undefined
    }
    const time = event.seconds === 0 ? this.#now : event.seconds * 1000 + event.milliseconds
    this.detector.observeLoad(progId, event, time, known !== undefined)
    if (this.#inferred.isWaiting) this.#settleInferred(progId)
    if (this.#follow?.has(progId) === false) return
    const row = this.#table.create(this.detector.current, progId)
    row.load = event
    row.process = context.process
    if (call !== undefined) setOutcome(row, call)
    this.#noteNamespace(row, context.process)
    this.#alive.set(progId, row.index)
    const first = this.processes.loaded(row)
    if (first !== undefined) this.#noteReplacement(this.#table.row(first), row)
    this.#listener.loaded(row, context.process)
    this.#takeEarlyUnload(row)
  }

  /** An UNLOAD that was read before its LOAD. */
  #takeEarlyUnload(row: ProgramRow): void {
    const early = this.#waiting.take(row.progId, this.detector.placeOf(row.load.serial))
    if (early !== undefined) this.#unload(row, early)
  }

  #noteNamespace(row: ProgramRow, process: Process | undefined): void {
    if (this.processes.namespaces.has(process?.pid, process?.ppid)) row.mark(Flag.pidNamespace)
  }

  /** A process that loaded others as another executable is something else now. */
  #noteReplacement(before: ProgramRow, row: ProgramRow): void {
    const { pid } = row
    const exe = row.process?.identity.exe
    const exeBefore = before.process?.identity.exe
    if (pid === undefined || exe === undefined || exeBefore === undefined || exe === exeBefore) return
    this.processes.ends.replaced(pid, { stamp: row.load, exe, isExec: false })
  }

  /** Takes a load whose BPF record is not in the log: neither its id nor its end will be known. */
  loadUnknown(context: BpfContext): void {
    const { event } = context
    const boot = this.detector.current
    const row = this.#table.create(boot, 0)
    row.load = event
    row.process = context.process
    if (context.call !== undefined) setOutcome(row, context.call)
    row.mark(Flag.unidentified | Flag.idUnknown)
    this.#noteNamespace(row, context.process)
    this.#unknown.add(row.index)
    this.processes.loaded(row)
    const place = { event, events: boot.events, changes: boot.changes }
    const inferred =
      event.seconds === 0 ? undefined : this.#inferred.add({ row: row.index, place }, boot.ids.highest)
    if (inferred !== undefined) this.#identify(inferred)
    this.#listener.loaded(row, context.process)
    if (inferred !== undefined) this.#takeEarlyUnload(row)
  }

  /** The ids of loads without a BPF record that follow from their neighbours: the first of them, and how many there are. */
  get inferredIds(): { readonly first: readonly number[]; readonly count: number } {
    return { first: this.#inferredFirst, count: this.#inferredCount }
  }

  #settleInferred(progId: number): void {
    const { highest } = this.detector.current.ids
    if (highest?.id !== progId) {
      this.#inferred.clear()
      return
    }
    for (const inferred of this.#inferred.settle(highest))
      if (this.#identify(inferred)) this.#takeEarlyUnload(this.#table.row(inferred.row))
  }

  #identify({ row: index, id, place }: InferredId): boolean {
    if (this.#find(id) !== undefined) return false
    const row = this.#table.row(index)
    row.progId = id
    row.unmark(Flag.unidentified | Flag.idUnknown)
    row.mark(Flag.idInferred)
    this.#unknown.delete(index)
    this.#alive.set(id, index)
    this.detector.current.ids.add(id, place)
    this.#inferredCount++
    if (this.#inferredFirst.length < MOST_NAMED) this.#inferredFirst.push(id)
    return true
  }

  /** The LOAD of an id that was taken for another's has only come late. */
  #takeBack(row: ProgramRow): void {
    const { progId } = row
    this.#alive.delete(progId)
    row.progId = 0
    row.unmark(Flag.idInferred)
    row.mark(Flag.unidentified | Flag.idUnknown)
    this.#unknown.add(row.index)
    this.#inferredCount--
    this.#inferredFirst = this.#inferredFirst.filter((id) => id !== progId)
  }

  /** Takes an UNLOAD. */
  unload(record: BpfRecord, context: BpfContext): void {
    const { progId } = record
    const { event } = context
    if (progId === 0) {
      this.#unloadUnidentified(event)
      return
    }
    const row = this.#find(progId)
    if (row !== undefined && event.seconds !== 0) {
      boundByLoad(row, event)
      this.#finishUnload(row, record, context)
      return
    }
    const serial = this.detector.placeOf(event.serial)
    this.#waiting.add(progId, serial, event.seconds !== 0, this.#now, this.detector.serials, {
      record,
      context,
    })
    this.#waiting.settle(this.#now, this.#settled)
  }

  /** The end of the log: nothing waits any longer. The programs still alive are {@link alive}. */
  end(): void {
    this.detector.end()
    this.#waiting.settle(Number.POSITIVE_INFINITY, this.#settled)
    this.#judgeBoot(this.detector.current, true)
    for (const row of this.alive()) judgeAlive(row, this.detector.current)
  }

  /** Whether UNLOADs wait for their LOAD, or for their time to be known. */
  get hasWaiting(): boolean {
    return !this.#waiting.empty
  }

  /** When the last event of this boot came, in milliseconds since 1970. */
  get lastTime(): number {
    return this.detector.current.lastTime
  }

  /** The programs that are loaded, in the order they were. */
  *alive(): Generator<ProgramRow> {
    for (const index of this.aliveIndices()) yield this.#table.row(index)
  }

  /** Their places in the table. */
  aliveIndices(): Uint32Array {
    const rows = this.#alive.rows()
    if (this.#unknown.size === 0) return this.#table.inOrder(rows)
    return this.#table.inOrder(Uint32Array.from([...rows, ...this.#unknown]))
  }

  /** The loaded program of an id. */
  find(progId: number): ProgramRow | undefined {
    return this.#find(progId)
  }

  #find(progId: number): ProgramRow | undefined {
    const index = this.#alive.get(progId)
    return index === undefined ? undefined : this.#table.row(index)
  }

  readonly #settled = (waiting: WaitingUnload<UnloadData>): void => {
    const row = this.#loadedBefore(waiting) ?? this.#unseen(this.detector.current, waiting.progId)
    this.#unload(row, waiting)
  }

  /** A program whose LOAD is not in the log. */
  #unseen(boot: Boot, progId: number): ProgramRow {
    const row = this.#table.create(boot, progId)
    if (boot.ids.isAfterFirst(progId)) row.mark(Flag.loadMissed)
    return row
  }

  /** The program that a waiting UNLOAD is of; never one that was loaded after it under the same id. */
  #loadedBefore({ progId, serial, hasTime }: WaitingUnload<UnloadData>): ProgramRow | undefined {
    const row = this.#find(progId)
    const isLater = hasTime && row !== undefined && this.detector.placeOf(row.load.serial) > serial
    return isLater ? undefined : row
  }

  /** An UNLOAD that has waited: when its stamp cannot be its time, its neighbours bound it. */
  #unload(row: ProgramRow, waiting: WaitingUnload<UnloadData>): void {
    const { record, context } = waiting.data
    const { neighbours } = waiting
    const { loadTime } = row
    const own = context.event.seconds * 1000 + context.event.milliseconds
    const tooEarly = waiting.hasTime && loadTime !== undefined && own < loadTime
    if (!waiting.hasTime || tooEarly) {
      row.mark(Flag.unloadTimeUnknown)
      const after = Math.max(neighbours.after ?? 0, loadTime ?? 0)
      const before = tooEarly ? undefined : neighbours.before
      if (after > 0) row.after = after
      if (before !== undefined) row.before = Math.max(before, after)
    }
    this.#finishUnload(row, record, context)
  }

  #finishUnload(row: ProgramRow, record: BpfRecord, context: BpfContext): void {
    row.unload = context.event
    if (record.name !== undefined) row.name = record.name
    tieLastReference(row, record.task, context, this.processes.mayBePinned(row))
    this.processes.finished(row)
    if (this.#alive.get(row.progId) === row.index) this.#alive.delete(row.progId)
    this.#listener.finished(row)
  }

  #unloadUnidentified(event: Stamp): void {
    const boot = this.detector.current
    boot.unidentifiedUnloads++
    const time = event.seconds === 0 ? this.#now : event.seconds * 1000 + event.milliseconds
    boot.lastUnidentifiedTime = Math.max(boot.lastUnidentifiedTime, time)
  }

  /** What is missing of a boot makes doubtful what was loaded before. */
  #judgeBoot(boot: Boot, isLast: boolean): void {
    const loss = this.#losses?.latest(boot.firstTime, boot.lastTime, isLast) ?? 0
    boot.lastLossTime = Math.max(boot.lastLossTime, loss)
    if (boot.blind.isOpen) boot.lastBlindTime = Math.max(boot.lastBlindTime, boot.lastTime)
    for (const { after, time } of boot.ids.missing()) {
      if (after !== undefined) boot.lastGapTime = Math.max(boot.lastGapTime, time)
    }
  }

  #endBoot(ended: Boot): void {
    this.#waiting.settle(Number.POSITIVE_INFINITY, (waiting) => {
      const row = this.#loadedBefore(waiting) ?? this.#unseen(ended, waiting.progId)
      this.#unload(row, waiting)
    })
    this.#judgeBoot(ended, false)
    this.processes.namespaces.clear()
    this.#inferred.clear()
    const gone = this.aliveIndices()
    this.#alive.clear()
    this.#unknown.clear()
    for (const index of gone) {
      const row = this.#table.row(index)
      judgeAlive(row, ended)
      if (!row.has(Flag.unidentified)) {
        row.mark(Flag.goneAtBoot)
        row.after = ended.lastTime
      }
      this.processes.finished(row)
      this.#listener.finished(row)
    }
  }
}

/** A call that blocked is stamped when it began: an UNLOAD inside it can be stamped before the program was loaded. */
function boundByLoad(row: ProgramRow, event: Stamp): void {
  const { loadTime } = row
  if (loadTime === undefined || event.seconds * 1000 + event.milliseconds >= loadTime) return
  row.mark(Flag.unloadTimeUnknown)
  row.after = loadTime
}

/** Events that come out of order are of numbers near each other. */
function isNear(one: Stamp, other: Stamp): boolean {
  return Math.abs(one.serial - other.serial) <= SLACK
}

/** The same event again, in a log that was read twice. */
function isSameLoad(row: ProgramRow, event: Stamp): boolean {
  const { seconds, milliseconds, serial } = row.load
  return serial === event.serial && seconds === event.seconds && milliseconds === event.milliseconds
}

function setOutcome(row: ProgramRow, call: SyscallRecord): void {
  if (call.success !== undefined) row.mark(call.success ? Flag.loadSucceeded : Flag.loadFailed)
  if (call.name !== 'bpf') row.mark(Flag.notBpfCall)
  row.exit = call.exit
}

/** Judges a program whose UNLOAD was not seen in its boot. */
function judgeAlive(row: ProgramRow, boot: Boot): void {
  const { loadTime } = row
  const failed = row.has(Flag.loadFailed)
  if (failed || (boot.unidentifiedUnloads > 0 && (loadTime ?? 0) <= boot.lastUnidentifiedTime)) {
    row.mark(Flag.unidentified)
  }
  if (boot.unidentifiedUnloads > 0) row.mark(Flag.progIdZero)
  if (boot.lastGapTime > (loadTime ?? 0)) row.mark(Flag.recordsMissing)
  if (boot.lastBlindTime > 0 && boot.lastBlindTime >= (loadTime ?? 0)) row.mark(Flag.auditingOff)
  if (boot.lastLossTime > 0 && boot.lastLossTime >= (loadTime ?? 0)) row.mark(Flag.recordsLost)
}
