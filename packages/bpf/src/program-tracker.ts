/** A sink of events that follows BPF programs through a log; what is unusual about them is for a judge. */
import type { EventSink, LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'
import { PROG_LOAD } from './calls/bpf-call.ts'
import { concerns } from './calls/concerns.ts'
import type { CallLedger } from './calls/made-call.ts'
import { takeCall } from './calls/take-call.ts'
import { type CoverageCounts, coverage, newCounts } from './coverage.ts'
import { DEFAULT_LOADER_FIELDS, type LoaderField } from './fields/process.ts'
import type { Process } from './fields/process-objects.ts'
import type { Program } from './fields/program.ts'
import type { Hooks } from './findings/hooks.ts'
import { type Judge, type MakeJudge, noJudge } from './findings/judge.ts'
import { kindsIn, LoaderKinds } from './findings/loader-kinds.ts'
import { JoinedRecords } from './integrity/joined-records.ts'
import { readLostMessages } from './lost-messages.ts'
import type { InputOrder } from './order/input-order.ts'
import { type Follower, OrderedTracker } from './order/ordered-tracker.ts'
import { type BpfRecord, readBpfRecord } from './records/bpf-record.ts'
import { callKind } from './records/call-kind.ts'
import { IdentityCache } from './records/identity.ts'
import { targetsAuditd } from './records/path-record.ts'
import { ProctitleCache } from './records/proctitle.ts'
import { processOf, readSyscallRecord, type SyscallRecord } from './records/syscall-record.ts'
import { type ProgramList, programList } from './report/program-list.ts'
import { type BpfReport, REPORT_SCHEMA } from './report/report.ts'
import { stateOf, toProgram } from './report/to-program.ts'
import { type BpfThresholds, DEFAULT_THRESHOLDS } from './thresholds.ts'
import { AccountNames } from './track/account-names.ts'
import { AuditChanges } from './track/audit-changes.ts'
import type { Boot } from './track/boot.ts'
import { BootList } from './track/boot-list.ts'
import { type LoaderEntry, LoaderTable } from './track/loader-table.ts'
import { LossTimes } from './track/loss-times.ts'
import { NodeList, type NodeState } from './track/node-list.ts'
import { NodeTracker } from './track/node-tracker.ts'
import { Flag, type ProgramRow } from './track/program-row.ts'
import { ProgramTable } from './track/program-table.ts'
import { type Stamp, stampText } from './track/stamp.ts'
import type { BpfContext } from './track/tie-last-reference.ts'

const NO_IDS: ReadonlySet<number> = new Set()

/** How a tracker works. */
export interface ProgramTrackerOptions {
  /**
   * Called with each program as soon as it is known to be gone. The report then holds only the others, and memory grows
   * with the programs alive and the loaders seen, not with the log.
   */
  readonly onProgram?: ((program: Program) => void) | undefined
  /** True drops programs that are gone, for reports about the others or about loaders. */
  readonly dropFinished?: boolean | undefined
  /** The numbers that findings and boots are judged by; see `DEFAULT_THRESHOLDS`. */
  readonly thresholds?: Partial<BpfThresholds> | undefined
  /** What loaders are told apart by; default exe, comm and auid. */
  readonly loaderFields?: readonly LoaderField[] | undefined
  /** False leaves out calls that load nothing: no commands, fewer findings, and less to read. Default true. */
  readonly calls?: boolean | undefined
  /** The boot that an event belongs to, where the input tells: journald's `_BOOT_ID`. Asked while the sink has the event. */
  readonly bootOf?: ((event: LogEvent) => string | undefined) | undefined
}

/** Follows programs while a log is read. */
export interface BpfTracker {
  /** Takes one event, as `LogReader` gives them; always wants more. */
  readonly sink: EventSink
  /** Counts messages that something outside the records says were lost, as a kernel log does. */
  noteLost(lost: number, event: string): void
  /** The end of the log: the report. Nothing may be pushed after it. */
  finish(): BpfReport
}

/**
 * Makes a tracker that only follows programs: without findings and known tools, which are half the code. No program is
 * known to be a runtime's copy then, nor one of a daemon that was upgraded unless the log has its file before.
 */
export function createProgramTracker(options: ProgramTrackerOptions = {}): BpfTracker {
  return followPrograms(options, { judge: noJudge, tellsAtOnce: false })
}

/** Makes a tracker with a judge, who tells of some findings at once or of all when the log has ended. */
export function followPrograms(
  options: ProgramTrackerOptions,
  { judge, tellsAtOnce }: { readonly judge: MakeJudge; readonly tellsAtOnce: boolean },
): BpfTracker {
  // What has been reported as it happened cannot be taken back and told in another order.
  const keeps = options.onProgram === undefined && !tellsAtOnce
  const tracker = new OrderedTracker(() => new Tracker(options, judge), keeps, options.bootOf)
  const joined = new JoinedRecords((event) => tracker.take(event))
  return {
    sink: (event) => joined.take(event),
    noteLost: (lost, event) => tracker.noteLost(lost, event),
    finish() {
      joined.end()
      return tracker.finish()
    },
  }
}

class Tracker implements Follower {
  readonly #thresholds: BpfThresholds
  readonly #onProgram: ProgramTrackerOptions['onProgram']
  readonly #keepsFinished: boolean
  readonly #calls: boolean
  readonly #nodes: NodeList
  readonly #table: ProgramTable
  readonly #boots = new BootList()
  readonly #losses = new LossTimes()
  readonly #accounts = new AccountNames()
  readonly #counts: CoverageCounts = newCounts()
  readonly #identities = new IdentityCache()
  readonly #proctitles = new ProctitleCache()
  readonly #loaders: LoaderTable
  readonly #judge: Judge
  readonly #hooks: Hooks
  readonly #kinds: LoaderKinds
  readonly #auditChanges = new AuditChanges(this.#identities, this.#proctitles)
  readonly #ledger: CallLedger
  readonly #lostMessages: { readonly event: string; readonly lost: number }[] = []
  #lost = 0
  /** The flags that any program has had at its load. */
  #flags = 0
  #firstWithoutSyscall: Stamp | undefined
  #firstWithoutRecord: Stamp | undefined
  #processWithoutRecord: Process | undefined
  #firstUnidentified: Stamp | undefined
  /** Whether the event that is being taken has a time of a clock that was set back. */
  #isClockBack = false

  constructor(options: ProgramTrackerOptions, makeJudge: MakeJudge) {
    this.#thresholds = { ...DEFAULT_THRESHOLDS, ...options.thresholds }
    this.#onProgram = options.onProgram
    this.#keepsFinished = options.onProgram === undefined && options.dropFinished !== true
    this.#calls = options.calls ?? true
    this.#loaders = new LoaderTable(options.loaderFields ?? DEFAULT_LOADER_FIELDS, this.#thresholds)
    this.#judge = makeJudge(this.#thresholds)
    this.#table = new ProgramTable(this.#judge.names)
    this.#kinds = new LoaderKinds((process) => this.#judge.isExcused(process))
    this.#hooks = this.#judge.hooks
    this.#ledger = {
      table: this.#table,
      loaders: this.#loaders,
      counts: this.#counts,
      hooks: this.#hooks,
      thresholds: this.#thresholds,
      keepsCalls: this.#calls,
    }
    const listener = {
      loaded: (row: ProgramRow, process: Process | undefined) => this.#loaded(row, process),
      finished: (row: ProgramRow) => this.#finished(row),
    }
    this.#nodes = new NodeList(
      (node) =>
        new NodeTracker(node, this.#thresholds, this.#table, this.#boots, listener, { losses: this.#losses }),
    )
  }

  take(event: LogEvent, bootId: string | undefined): boolean {
    this.#counts.events++
    const state = this.#nodes.stateOf(event.node)
    if (state === undefined) return true
    const { current } = state.tracker.detector
    state.tracker.observe(event, bootId)
    this.#follow(state, event, current)
    let bpf = 0
    let syscall: LogRecord | undefined
    let proctitle: LogRecord | undefined
    for (const record of event.records) {
      if (record.type === RecordType.SYSCALL) syscall = record
      else if (record.type === RecordType.PROCTITLE) proctitle = record
      else if (record.type === RecordType.BPF) bpf++
      else if (record.type === RecordType.ANOM_ABEND) state.tracker.processes.crashed(record, event)
      else if (isDaemonType(record.type)) this.#takeDaemon(state, record, event)
      else if (record.type === RecordType.CONFIG_CHANGE) {
        this.#takeLost(record, event)
        this.#takeAuditChange(state, record, event)
      } else if (record.type === RecordType.SYSTEM_SHUTDOWN) this.#takeAuditChange(state, record, event)
      else if (record.type === RecordType.USER_END) state.tracker.processes.sessionEnded(record, event)
      else if (record.type === RecordType.OBJ_PID && targetsAuditd(record))
        this.#auditChanges.noteSignal(event)
    }
    const kind =
      syscall !== undefined && (this.#calls || bpf > 0) ? callKind(syscall, event.records) : undefined
    if (bpf === 0 && (syscall === undefined || !concerns(kind, syscall, event, state))) return true
    const call = syscall === undefined ? undefined : readSyscallRecord(syscall, this.#identities)
    if (call !== undefined) this.#accounts.learn(event.node, call.identity)
    const title = proctitle === undefined || call === undefined ? undefined : this.#proctitles.read(proctitle)
    const process = call === undefined ? undefined : processOf(call, title)
    const stamp = { seconds: event.seconds, milliseconds: event.milliseconds, serial: event.serial }
    if (bpf > 0) this.#takePrograms(state, event.records, stamp, call, process)
    else if (kind === 'bpf' && call?.a0 === PROG_LOAD && call.success === true)
      this.#takeUnknown(state, { event: stamp, call, process, loadedHere: NO_IDS })
    if (kind !== undefined && syscall !== undefined && call !== undefined && process !== undefined)
      takeCall(kind, { state, stamp, call, syscall, process, event, hasRecord: bpf > 0 }, this.#ledger)
    return true
  }

  noteLost(lost: number, event: string): void {
    this.#lost += lost
    const time = Math.round(Number(/^\d{1,12}\.\d{3}/.exec(event)?.[0] ?? 0) * 1000)
    this.#losses.add(time)
    if (this.#lostMessages.length < 100) this.#lostMessages.push({ event, lost })
  }

  finish(order: InputOrder): BpfReport {
    for (const tracker of this.#nodes.trackers()) tracker.end()
    if (order.wentBack > 0 && !order.isRepaired) this.#markAll(Flag.outOfOrder)
    for (const row of this.#nodes.alive()) this.#stillAlive(row)
    for (const tracker of this.#nodes.trackers()) this.#counts.inferredIds += tracker.inferredIds.count
    this.#judgeEnd()
    const findings = this.#judge.findings((index) => this.#table.row(index), stateOf)
    for (const { detector } of this.#nodes.trackers()) this.#counts.auditStops += detector.restarts
    const found = coverage(
      this.#counts,
      this.#boots,
      this.#nodes.names,
      this.#lost,
      {
        loaders: this.#loaders.isFull,
        findings: this.#judge.omitted,
        nodeEvents: this.#nodes.omittedEvents,
      },
      order,
    )
    const notes = [...found.notes, ...this.#judge.knownNotes()]
    return {
      schema: REPORT_SCHEMA,
      coverage: { ...found, ...kindsIn(this.#flags), notes },
      programs: this.#programs(),
      loaders: Array.from(this.#loaders.all(), (entry) => entry.summary()),
      commands: [...this.#loaders.all()].flatMap((entry) => entry.commandSummaries()),
      findings,
      nameOf: (id, node) => this.#accounts.nameOf(id, node),
    }
  }

  /** Every program that the report has is doubtful. */
  #markAll(flag: number): void {
    const indices = this.#keepsFinished
      ? Array.from({ length: this.#table.length }, (_, index) => index)
      : this.#nodes.trackers().flatMap((tracker) => [...tracker.aliveIndices()])
    for (const index of indices) this.#table.row(index).mark(flag)
  }

  /** All programs, or those that `onProgram` has not been given. */
  #programs(): ProgramList {
    if (this.#keepsFinished) return programList(this.#table)
    const alive = this.#nodes.trackers().flatMap((tracker) => [...tracker.aliveIndices()])
    return programList(this.#table, alive)
  }

  /** Follows the clock, and the times of the log, and ends a stretch without auditing. */
  #follow({ tracker, clock }: NodeState, event: LogEvent, before: Boot): void {
    const counts = this.#counts
    if (event.seconds === 0) return
    const time = event.seconds * 1000 + event.milliseconds
    if (!isDaemonType(event.type)) {
      const { current } = tracker.detector
      if (current !== before) clock.restart()
      clock.take(event.serial, time)
      this.#isClockBack = clock.isBack(event.serial)
      if (current.blind.isOpen && current.blind.end(event)) current.lastBlindTime = time
      if (clock.isEarly(event.serial)) return
    }
    if (time < counts.from) counts.from = time
    if (time > counts.to) counts.to = time
  }

  /** Loads come first: the order of the records inside an event does not tell which was first. */
  #takePrograms(
    state: NodeState,
    records: readonly LogRecord[],
    event: Stamp,
    call: SyscallRecord | undefined,
    process: Process | undefined,
  ): void {
    const loads: BpfRecord[] = []
    const unloads: BpfRecord[] = []
    for (const record of records) {
      const read = record.type === RecordType.BPF ? readBpfRecord(record) : undefined
      if (read !== undefined) (read.op === 'LOAD' ? loads : unloads).push(read)
    }
    const loadedHere = unloads.length === 0 ? NO_IDS : new Set(loads.map(({ progId }) => progId))
    const context: BpfContext = { event, call, process, loadedHere }
    for (const load of loads) state.tracker.load(load, context)
    for (const unload of unloads) this.#takeUnload(state, unload, context)
  }

  /** A load whose BPF record is not in the log. */
  #takeUnknown(state: NodeState, context: BpfContext): void {
    this.#counts.loadsWithoutRecord++
    if (this.#firstWithoutRecord === undefined) this.#processWithoutRecord = context.process
    this.#firstWithoutRecord ??= context.event
    state.tracker.loadUnknown(context)
  }

  #takeUnload(state: NodeState, record: BpfRecord, context: BpfContext): void {
    this.#counts.unloads++
    if (record.progId === 0) this.#firstUnidentified ??= context.event
    state.tracker.unload(record, context)
  }

  #loaded(row: ProgramRow, process: Process | undefined): void {
    const counts = this.#counts
    counts.loads++
    const { loadTime } = row
    if (this.#isClockBack) row.mark(Flag.clockBack)
    if (process === undefined) this.#firstWithoutSyscall ??= row.load
    else counts.loadsWithSyscall++
    const loader = this.#loaders.entry(row.boot.node, process)
    loader.loads++
    let isBurst = false
    if (loadTime !== undefined) {
      loader.seen(loadTime)
      isBurst = loader.loadBurst.add(loadTime)
      if (isBurst) loader.bursts++
    }
    this.#kinds.mark(row, process)
    this.#flags |= row.flags
    for (const tell of this.#hooks.load) tell(row, loader, isBurst, process)
  }

  #finished(row: ProgramRow): void {
    const counts = this.#counts
    if (this.#isClockBack && row.has(Flag.unloadSeen)) row.mark(Flag.clockBack)
    if (row.has(Flag.lastReference)) counts.lastReferenceUnloads++
    if (row.has(Flag.bystander)) counts.bystanderUnloads++
    if (row.has(Flag.unloadTimeUnknown)) counts.unknownTimeUnloads++
    if (row.has(Flag.goneAtBoot)) counts.goneAtBoot++
    if (row.has(Flag.loadSeen)) {
      const loader = this.#loaders.entry(row.boot.node, row.process)
      loader.finished(row)
      const fate = this.#nodes.fateOf(row)
      for (const tell of this.#hooks.finished) tell(row, loader, fate)
      if (row.findings !== 0) this.#judge.ended(row, loader, stateOf(row))
    } else {
      counts.unloadsWithoutLoad++
    }
    if (this.#keepsFinished) return
    this.#onProgram?.(toProgram(row))
    this.#table.release(row)
  }

  #stillAlive(row: ProgramRow): void {
    if (stateOf(row) === 'loaded') this.#counts.stillLoaded++
    else this.#loaders.entry(row.boot.node, row.process).unidentified++
  }

  #takeAuditChange(state: NodeState, record: LogRecord, event: LogEvent): void {
    const change = this.#auditChanges.read(state, record, event)
    if (change === undefined) return
    for (const tell of this.#hooks.audit) tell(change)
  }

  #takeDaemon(state: NodeState, record: LogRecord, event: LogEvent): void {
    if (record.type !== RecordType.DAEMON_ERR) this.#takeAuditChange(state, record, event)
    if (STOPS.has(record.type)) this.#counts.auditStops++
    this.#takeLost(record, event)
  }

  #takeLost(record: LogRecord, event: LogEvent): void {
    const lost = readLostMessages(record)
    if (lost > 0) this.noteLost(lost, stampText(event))
  }

  #judgeEnd(): void {
    const nodes = this.#nodes
    const end = {
      alive: { [Symbol.iterator]: () => nodes.alive() },
      boots: this.#boots.listed(),
      fateOf: (row: ProgramRow) => nodes.fateOf(row),
      lastTimeOf: (row: ProgramRow) => nodes.lastTimeOf(row),
      loaderOf: (row: ProgramRow): LoaderEntry => this.#loaders.entry(row.boot.node, row.process),
      loaders: [...this.#loaders.all()],
      counts: {
        loads: this.#counts.loads,
        loadsWithSyscall: this.#counts.loadsWithSyscall,
        firstWithoutSyscall: this.#firstWithoutSyscall,
        loadsWithoutRecord: this.#counts.loadsWithoutRecord,
        firstWithoutRecord: this.#firstWithoutRecord,
        processWithoutRecord: this.#processWithoutRecord,
        inferredIds: nodes.trackers().flatMap(({ inferredIds }) => inferredIds.first),
        firstUnidentified: this.#firstUnidentified,
        lostMessages: this.#lostMessages,
      },
    }
    for (const tell of this.#hooks.end) tell(end)
  }
}

/** auditd's end, and its word that it goes on after it had stopped writing. */
const STOPS: ReadonlySet<number> = new Set([
  RecordType.DAEMON_END,
  RecordType.DAEMON_ABORT,
  RecordType.DAEMON_RESUME,
])
