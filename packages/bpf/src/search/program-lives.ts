/** The wanted programs that are loaded, and which calls of their loaders may be about them. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { bpfCommandNumber } from '@ts-audit/tables/bpf'
import { type BpfRecord, readBpfRecord } from '../records/bpf-record.ts'
import { callKind } from '../records/call-kind.ts'
import { type Identity, IdentityCache } from '../records/identity.ts'
import { readSyscallRecord } from '../records/syscall-record.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { BootDetector } from '../track/boot-detector.ts'
import { BootList } from '../track/boot-list.ts'

const SYSCALL = 1300
const BPF = 1334
/** More nodes, or UNLOADs before their LOAD, than this are forgotten, the oldest first. */
const LIMIT = 1_000
/** So are more programs that were unloaded in one millisecond. */
const ENDED_LIMIT = 64
/** An UNLOAD this many serial numbers after its LOAD can come before it in the log, as its call began before. */
const SLACK = 256

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

/** A wanted program that is loaded, or has been unloaded this very millisecond. */
interface Life {
  readonly progId: number
  /** Serial number of its LOAD: later calls have greater ones. */
  readonly serial: number
  readonly pid: number
  readonly loader: Identity
  /** Milliseconds since 1970 of its UNLOAD; infinite until then. */
  end: number
}

interface NodeLives {
  /** Those that are loaded. */
  readonly byId: Map<number, Life>
  /** Those that are unloaded: a call that began before can still come. */
  readonly ended: Set<Life>
  /** Both by loader. */
  readonly byPid: Map<number, Set<Life>>
  readonly boots: BootDetector
}

/**
 * Follows the wanted programs from LOAD to UNLOAD. A call names its program by a descriptor in memory, which the log does
 * not show: what belongs to a program is therefore every bpf(2) call of its loader that can name one, and every
 * setsockopt(2) call that attaches one, begun between LOAD and UNLOAD on the same node. (Linux 5.10 writes an UNLOAD
 * before, and outside, the call that caused it.)
 *
 * The loader is the process of the LOAD's SYSCALL record, up to its exit_group(2) or the end of the boot; a call of the
 * same pid but another exe, auid or session is another process's.
 */
export class ProgramLives {
  readonly #progIds: ReadonlySet<number>
  readonly #nodes = new Map<string | undefined, NodeLives>()
  /** Serial numbers of UNLOADs that have come before their LOAD. */
  readonly #early = new Map<string, number>()
  readonly #identities = new IdentityCache()

  constructor(progIds: ReadonlySet<number>) {
    this.#progIds = progIds
  }

  /** Whether no wanted program is loaded. */
  get isEmpty(): boolean {
    return this.#nodes.size === 0
  }

  /** Takes an event; true when it has a BPF record of a wanted program, or is a call that belongs to one. */
  take(event: LogEvent): boolean {
    this.#observeTime(event)
    const found: BpfRecord[] = []
    let syscall: LogRecord | undefined
    for (const record of event.records) {
      if (record.type === SYSCALL) syscall = record
      const read = record.type === BPF ? readBpfRecord(record) : undefined
      if (read === undefined) continue
      this.#observeLoad(read, event)
      if (this.#progIds.has(read.progId)) found.push(read)
    }
    const isCall = syscall !== undefined && this.#takeCall(syscall, event)
    // The order of the records does not tell which was first: a LOAD and UNLOAD of one id is a load that failed.
    for (const { op, progId } of found) if (op === 'LOAD') this.#load(progId, event, syscall)
    for (const { op, progId } of found) if (op === 'UNLOAD') this.#unload(progId, event)
    return isCall || found.length > 0
  }

  /** Whether a call belongs to a program; an exit ends what its process has done. */
  #takeCall(record: LogRecord, event: LogEvent): boolean {
    const lives = this.#nodes.get(event.node)
    const kind = lives === undefined ? undefined : callKind(record)
    if (lives === undefined || kind === undefined) return false
    const { pid, a0, identity } = readSyscallRecord(record, this.#identities)
    const own = pid === undefined ? undefined : lives.byPid.get(pid)
    if (own === undefined) return false
    if (kind === 'bpf') return commandsOnPrograms.has(a0) && isAboutOne(own, identity, event)
    if (kind === 'socket-filter') return isAboutOne(own, identity, event)
    for (const life of own) this.#forget(event.node, lives, life)
    return false
  }

  #observeTime(event: LogEvent): void {
    const lives = event.seconds === 0 ? undefined : this.#nodes.get(event.node)
    if (lives === undefined) return
    const time = timeOf(event)
    for (const life of lives.ended) if (life.end < time) this.#forget(event.node, lives, life)
    lives.boots.observe(event)
  }

  /** An id that starts over is a sign of a boot. */
  #observeLoad({ op, progId }: BpfRecord, event: LogEvent): void {
    const lives = op === 'LOAD' ? this.#nodes.get(event.node) : undefined
    const isSame = lives?.byId.get(progId)?.serial === event.serial
    if (lives === undefined || event.seconds === 0 || isSame) return
    lives.boots.observeLoad(progId, timeOf(event), lives.byId.has(progId))
  }

  #load(progId: number, event: LogEvent, syscall: LogRecord | undefined): void {
    const { node, serial } = event
    const key = earlyKey(node, progId)
    const unloaded = this.#early.get(key) ?? 0
    this.#early.delete(key)
    const isOver = unloaded > serial && unloaded - serial < SLACK
    const call = syscall === undefined || isOver ? undefined : readSyscallRecord(syscall, this.#identities)
    if (call?.pid === undefined) return
    const lives = this.#nodes.get(node) ?? this.#open(event)
    const known = lives.byId.get(progId)
    if (known !== undefined) removeLife(lives, known)
    const life = { progId, serial, pid: call.pid, loader: call.identity, end: Number.POSITIVE_INFINITY }
    lives.byId.set(progId, life)
    const own = lives.byPid.get(life.pid)
    if (own === undefined) lives.byPid.set(life.pid, new Set([life]))
    else own.add(life)
  }

  #unload(progId: number, event: LogEvent): void {
    const { node, serial } = event
    const lives = this.#nodes.get(node)
    const life = lives?.byId.get(progId)
    if (lives === undefined || life === undefined) {
      makeRoom(this.#early)
      this.#early.set(earlyKey(node, progId), serial)
      return
    }
    const [oldest] = lives.ended
    if (oldest !== undefined && lives.ended.size >= ENDED_LIMIT) removeLife(lives, oldest)
    lives.byId.delete(progId)
    lives.ended.add(life)
    life.end = timeOf(event)
  }

  #open(event: LogEvent): NodeLives {
    const { node } = event
    const { bootQuietMs: quietMs, bootConfirmMs: confirmMs, gapSerials, settleMs } = DEFAULT_THRESHOLDS
    const rules = { quietMs, confirmMs, gapSerials, settleMs }
    const boots = new BootDetector(node, rules, new BootList(), () => this.#nodes.delete(node))
    if (event.seconds !== 0) boots.observe(event)
    const lives: NodeLives = { byId: new Map(), ended: new Set(), byPid: new Map(), boots }
    makeRoom(this.#nodes)
    this.#nodes.set(node, lives)
    return lives
  }

  #forget(node: string | undefined, lives: NodeLives, life: Life): void {
    removeLife(lives, life)
    if (lives.byPid.size === 0) this.#nodes.delete(node)
  }
}

function removeLife({ byId, ended, byPid }: NodeLives, life: Life): void {
  if (!ended.delete(life)) byId.delete(life.progId)
  const own = byPid.get(life.pid)
  own?.delete(life)
  if (own?.size === 0) byPid.delete(life.pid)
}

function isAboutOne(lives: ReadonlySet<Life>, { exe, auid, ses }: Identity, event: LogEvent): boolean {
  const time = timeOf(event)
  for (const { serial, end, loader } of lives) {
    const isWithin = event.serial > serial && time <= end
    if (isWithin && loader.exe === exe && loader.auid === auid && loader.ses === ses) return true
  }
  return false
}

/** Milliseconds since 1970. */
function timeOf({ seconds, milliseconds }: LogEvent): number {
  return seconds * 1000 + milliseconds
}

function earlyKey(node: string | undefined, progId: number): string {
  return `${progId} ${node ?? ''}`
}

/** Drops the oldest entry of a full map. */
function makeRoom<Key>(map: Map<Key, unknown>): void {
  if (map.size < LIMIT) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
