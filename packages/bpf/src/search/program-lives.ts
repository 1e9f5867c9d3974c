/** Which events belong to the lives of the wanted programs: their own records, and the calls that may be about them. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { bpfCommandNumber } from '@ts-audit/tables/bpf'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Identity } from '../fields/process-objects.ts'
import { type BpfRecord, readBpfRecord } from '../records/bpf-record.ts'
import { type CallKind, callKind } from '../records/call-kind.ts'
import { IdentityCache } from '../records/identity.ts'
import { processOf, readSyscallRecord, type SyscallRecord } from '../records/syscall-record.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { BootList } from '../track/boot-list.ts'
import { NodeTracker } from '../track/node-tracker.ts'
import { Flag, type ProgramRow } from '../track/program-row.ts'
import { ProgramTable } from '../track/program-table.ts'
import { type Stamp, stampTime } from '../track/stamp.ts'

/** Beyond this many nodes, the one followed the longest is forgotten. */
const MOST_NODES = 1_000
/** Beyond this many programs unloaded within a millisecond, the first is forgotten. */
const MOST_ENDED = 64
const NONE: ReadonlySet<number> = new Set()

/** The calls that can be about a program. */
const kinds: ReadonlySet<CallKind> = new Set(['bpf', 'exit_group', 'socket-filter'])

/** The commands whose `union bpf_attr` names a program or a link of one (the kernel's include/uapi/linux/bpf.h). */
const commandsOnPrograms = new Set(
  [
    'BPF_OBJ_PIN',
    'BPF_PROG_ATTACH',
    'BPF_PROG_DETACH',
    'BPF_PROG_TEST_RUN',
    'BPF_PROG_GET_FD_BY_ID',
    'BPF_OBJ_GET_INFO_BY_FD',
    'BPF_RAW_TRACEPOINT_OPEN',
    'BPF_LINK_CREATE',
    'BPF_LINK_UPDATE',
    'BPF_ITER_CREATE',
    'BPF_LINK_DETACH',
    'BPF_PROG_BIND_MAP',
    'BPF_PROG_STREAM_READ_BY_FD',
  ].map(bpfCommandNumber),
)

/** The wanted programs of one node; rows are named by their index. */
interface NodeLives {
  readonly tracker: NodeTracker
  /** Those that are loaded and whose loader still runs. */
  readonly current: Set<number>
  /** Those unloaded in the current millisecond: a call that began earlier may still follow. */
  readonly ended: Set<number>
}

/**
 * Follows the wanted programs from LOAD to UNLOAD, on each node while one of them is loaded. A call names its program by
 * a descriptor in memory, which the log does not show. Therefore every bpf(2) call of its loader that can name a program
 * belongs to it, and every setsockopt(2) call that attaches one, if it began between LOAD and UNLOAD on the same node.
 * (Linux 5.10 writes an UNLOAD before, and outside, the call that caused it.)
 *
 * The loader is the process of the LOAD's SYSCALL record, up to its exit_group(2) or the end of the boot; a call of the
 * same pid but another exe, auid or session is another process's.
 */
export class ProgramLives {
  readonly #progIds: ReadonlySet<number>
  readonly #nodes = new Map<string | undefined, NodeLives>()
  readonly #table = new ProgramTable()
  readonly #identities = new IdentityCache()

  constructor(progIds: ReadonlySet<number>) {
    this.#progIds = progIds
  }

  /** Whether no wanted program is followed. */
  get isEmpty(): boolean {
    return this.#nodes.size === 0
  }

  /** Takes an event; true when it has a BPF record of a wanted program, or is a call that belongs to one. */
  take(event: LogEvent): boolean {
    this.#observe(event)
    const loads: BpfRecord[] = []
    const unloads: BpfRecord[] = []
    let syscall: LogRecord | undefined
    let isFound = false
    for (const record of event.records) {
      if (record.type === RecordType.SYSCALL) syscall = record
      const read = record.type === RecordType.BPF ? readBpfRecord(record) : undefined
      if (read === undefined) continue
      const isWanted = this.#progIds.has(read.progId)
      if (isWanted) isFound = true
      if (read.op === 'LOAD') loads.push(read)
      else if (isWanted) unloads.push(read)
    }
    // The order of the records does not tell which was first: a LOAD and UNLOAD of one id is a load that failed.
    if (loads.length > 0) this.#load(loads, event, syscall)
    const isCall = syscall !== undefined && this.#takeCall(syscall, event)
    if (unloads.length > 0) this.#unload(unloads, event)
    this.#closeIdle(event.node)
    return isCall || isFound
  }

  #observe(event: LogEvent): void {
    const lives = this.#nodes.get(event.node)
    if (lives === undefined) return
    const time = stampTime(event)
    for (const index of lives.ended) if (endOf(this.#table.row(index)) < time) this.#drop(lives, index)
    lives.tracker.observe(event)
  }

  /** Takes the LOADs of all programs, since ids that start over are a sign of a boot. */
  #load(loads: readonly BpfRecord[], event: LogEvent, syscall: LogRecord | undefined): void {
    const isWanted = loads.some(({ progId }) => this.#progIds.has(progId))
    const call = syscall === undefined || !isWanted ? undefined : readSyscallRecord(syscall, this.#identities)
    // Nothing can belong to a program whose loader is not known.
    const lives = this.#nodes.get(event.node) ?? (call?.pid === undefined ? undefined : this.#open(event))
    if (lives === undefined) return
    const process = call === undefined ? undefined : processOf(call, undefined)
    const context = { event: stampOf(event), call, process, loadedHere: NONE }
    for (const load of loads) lives.tracker.load(load, context)
  }

  #unload(unloads: readonly BpfRecord[], event: LogEvent): void {
    const lives = this.#nodes.get(event.node) ?? this.#open(event)
    const { lastTime } = lives.tracker
    // An UNLOAD without a time ends the program here: later calls are not about it, whenever exactly it was.
    const stamp = event.seconds === 0 ? stampAt(lastTime, event.serial) : stampOf(event)
    const context = { event: stamp, call: undefined, process: undefined, loadedHere: NONE }
    for (const unload of unloads) lives.tracker.unload(unload, context)
  }

  /** Whether a call belongs to a program; an exit ends what its process has done. */
  #takeCall(record: LogRecord, event: LogEvent): boolean {
    const lives = this.#nodes.get(event.node)
    const kind = lives === undefined ? undefined : callKind(record, event.records)
    if (lives === undefined || kind === undefined || !kinds.has(kind)) return false
    const call = readSyscallRecord(record, this.#identities)
    if (kind === 'exit_group') {
      this.#exit(lives, call, event)
      return false
    }
    if (kind === 'bpf' && !commandsOnPrograms.has(call.a0)) return false
    return this.#rowsOf(lives, call.pid).some((row) => isAbout(row, call.identity, event))
  }

  #exit(lives: NodeLives, { pid }: SyscallRecord, event: LogEvent): void {
    for (const { index } of this.#rowsOf(lives, pid)) {
      lives.current.delete(index)
      if (lives.ended.has(index)) this.#drop(lives, index)
    }
    lives.tracker.processes.exited(pid, stampOf(event))
  }

  /** The programs that a process has loaded. */
  #rowsOf({ tracker, ended }: NodeLives, pid: number | undefined): readonly ProgramRow[] {
    if (pid === undefined) return []
    const held = tracker.processes.held(pid).map((index) => this.#table.row(index))
    for (const index of ended) {
      const row = this.#table.row(index)
      if (row.pid === pid) held.push(row)
    }
    return held
  }

  #open(event: LogEvent): NodeLives {
    const current = new Set<number>()
    const ended = new Set<number>()
    const listener = {
      loaded: (row: ProgramRow): void => {
        if (row.pid !== undefined) current.add(row.index)
      },
      finished: (row: ProgramRow): void => {
        // No call of an earlier boot can still follow.
        if (current.delete(row.index) && row.has(Flag.unloadSeen)) this.#end(lives, row)
        else this.#table.release(row)
      },
    }
    const options = { follow: this.#progIds, heldMost: Number.POSITIVE_INFINITY }
    const boots = new BootList()
    const tracker = new NodeTracker(event.node, DEFAULT_THRESHOLDS, this.#table, boots, listener, options)
    tracker.observe(event)
    const lives: NodeLives = { tracker, current, ended }
    const [oldest] = this.#nodes
    if (oldest !== undefined && this.#nodes.size >= MOST_NODES) this.#close(...oldest)
    this.#nodes.set(event.node, lives)
    return lives
  }

  #end(lives: NodeLives, row: ProgramRow): void {
    const [oldest] = lives.ended
    if (oldest !== undefined && lives.ended.size >= MOST_ENDED) this.#drop(lives, oldest)
    lives.ended.add(row.index)
  }

  #drop(lives: NodeLives, index: number): void {
    lives.ended.delete(index)
    this.#table.release(this.#table.row(index))
  }

  #closeIdle(node: string | undefined): void {
    const lives = this.#nodes.get(node)
    if (lives === undefined || lives.tracker.hasWaiting) return
    if (lives.current.size === 0 && lives.ended.size === 0) this.#close(node, lives)
  }

  #close(node: string | undefined, { tracker, ended }: NodeLives): void {
    this.#nodes.delete(node)
    for (const index of [...tracker.aliveIndices(), ...ended]) this.#table.release(this.#table.row(index))
  }
}

function isAbout(row: ProgramRow, { exe, auid, ses }: Identity, event: LogEvent): boolean {
  const loader = row.process?.identity
  const isWithin = event.serial > row.load.serial && stampTime(event) <= endOf(row)
  return isWithin && loader?.exe === exe && loader?.auid === auid && loader?.ses === ses
}

/** When the UNLOAD was, in milliseconds since 1970; infinite until then. */
function endOf(row: ProgramRow): number {
  return row.has(Flag.unloadSeen) ? stampTime(row.unload) : Number.POSITIVE_INFINITY
}

function stampAt(time: number, serial: number): Stamp {
  const seconds = Math.floor(time / 1000)
  return { seconds, milliseconds: time - seconds * 1000, serial }
}

function stampOf({ seconds, milliseconds, serial }: LogEvent): Stamp {
  return { seconds, milliseconds, serial }
}
