/** A sink of events that notes what sessions and loaders do, for their stories. */
import type { EventSink, LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Story, StoryStep } from '../fields/story.ts'
import { decodeId } from '../records/field-walk.ts'
import { IdentityCache } from '../records/identity.ts'
import { ProctitleCache } from '../records/proctitle.ts'
import { readSyscallRecord, type SyscallRecord } from '../records/syscall-record.ts'
import type { BpfReport } from '../report/report.ts'
import { type Stamp, stampText, stampTime } from '../track/stamp.ts'
import { ActorLog, type ActorName, actorName, keyOf } from './actor-log.ts'
import { rawFields, shortened, textOf } from './record-text.ts'
import { callMeaning, isToldRecord, recordMeaning, type StepMeaning } from './step-of.ts'
import { tellStories } from './tell.ts'

const UNSET = 4294967295
/** A log that makes up sessions must not fill the memory with them. */
const MOST_ACTORS = 1000
/** So many of the oldest are looked at for one that has nothing to do with programs. */
const LOOKED_AT = 64
const MOST_PINS = 100
const MOST_PIDS = 1000
const MOST_PROCESSES = 100_000

/** Notes steps while a log is read. */
export interface StoryRecorder {
  /** Takes one event, as `LogReader` gives them; always wants more. */
  readonly sink: EventSink
  /** The stories, once the log has ended: the severest first, then in the order of their beginnings. */
  finish(report: BpfReport): readonly Story[]
}

/** Makes a recorder; it works beside a tracker, whose report it completes. */
export function createStoryRecorder(): StoryRecorder {
  const recorder = new Recorder()
  return {
    sink: (event) => recorder.take(event),
    finish: (report) => tellStories(report, recorder.actors()),
  }
}

class Recorder {
  readonly #identities = new IdentityCache()
  readonly #proctitles = new ProctitleCache()
  /** Those that go on, by node, session and executable; the oldest first. */
  readonly #open = new Map<string, ActorLog>()
  /** Those whose session began anew. */
  readonly #ended: ActorLog[] = []
  /** Who made bpf(2) calls, by process and node. */
  readonly #byProcess = new Map<string, ActorLog>()

  take(event: LogEvent): boolean {
    let syscall: LogRecord | undefined
    for (const record of event.records) {
      const { type } = record
      if (type === RecordType.SYSCALL) syscall = record
      else if (isToldRecord(type)) this.#takeRecord(event, record)
      else if (type === RecordType.SYSTEM_BOOT) this.#endBoot(event.node)
    }
    if (syscall !== undefined) this.#takeCall(event, syscall)
    return true
  }

  actors(): readonly ActorLog[] {
    return [...this.#ended, ...this.#open.values()].filter(({ concernsBpf }) => concernsBpf)
  }

  #takeCall(event: LogEvent, record: LogRecord): void {
    const call = readSyscallRecord(record, this.#identities)
    const isBpf = call.name === 'bpf'
    const meaning = callMeaning(call, event.records, record)
    // A load with a BPF record gets its step from the report; here it only shows whose it is.
    if (meaning === undefined && !isBpf) return
    const { identity, pid } = call
    const actor = this.#actor(actorName(event.node, identity.ses, identity.exe ?? identity.comm), event)
    if (actor === undefined) return
    if (identity.auid !== undefined && identity.auid !== UNSET) actor.auid ??= identity.auid
    actor.user ??= identity.names?.auid
    if (isBpf || meaning?.kind === 'socket') this.#concern(actor, pid)
    if (meaning === undefined) return
    if (meaning.ofBpfUsers === true && (pid === undefined || !actor.pids.has(pid))) return
    this.#notePins(actor, meaning)
    const what = TITLED.has(meaning.kind) ? this.#withTitle(meaning.what, event.records) : meaning.what
    const step = stepOf(event, { ...meaning, what }, call)
    actor.add(step)
    if (meaning.target === undefined) return
    // The process that is killed gets the step in its own story as well.
    const target = this.#byProcess.get(processKey(meaning.target, event.node))
    if (target !== undefined && target !== actor) target.add(step)
  }

  #concern(actor: ActorLog, pid: number | undefined): void {
    actor.concernsBpf = true
    if (pid === undefined || actor.pids.has(pid) || actor.pids.size >= MOST_PIDS) return
    actor.pids.add(pid)
    if (this.#byProcess.size >= MOST_PROCESSES) this.#byProcess.clear()
    this.#byProcess.set(processKey(pid, actor.node), actor)
  }

  /** The command line says what the arguments of bpf(2) hide. */
  #withTitle(what: string, records: readonly LogRecord[]): string {
    const record = records.find(({ type }) => type === RecordType.PROCTITLE)
    const title = record === undefined ? undefined : this.#proctitles.read(record)
    return title === undefined ? what : `${what} (${shortened(title)})`
  }

  #notePins(actor: ActorLog, { kind, what, success }: StepMeaning): void {
    if (success !== true) return
    const path = kind === 'pin' ? PINNED.exec(what)?.[1] : undefined
    if (path !== undefined && actor.pins.size < MOST_PINS) actor.pins.add(path)
    const removed = kind === 'file' ? REMOVED.exec(what)?.[1] : undefined
    if (removed === undefined) return
    for (const other of this.#open.values()) if (other.node === actor.node) other.pins.delete(removed)
  }

  #takeRecord(event: LogEvent, record: LogRecord): void {
    const { type } = record
    const fields = rawFields(record)
    const meaning = recordMeaning(type, fields)
    if (meaning === undefined) return
    const session = decodeId(fields.get('ses'))
    const name = actorName(event.node, session, meaning.kind === 'audit' ? AUDITING : textOf(fields, 'exe'))
    if (type === RecordType.LOGIN) this.#end(name)
    const actor = this.#actor(name, event)
    if (actor === undefined) return
    const auid = decodeId(fields.get('auid'))
    if (auid !== undefined && auid !== UNSET) actor.auid ??= auid
    actor.user ??= textOf(fields, 'AUID')
    if (meaning.kind === 'audit') actor.concernsBpf = true
    actor.add(stepOf(event, meaning, { pid: decodeId(fields.get('pid')), exe: textOf(fields, 'exe') }))
  }

  #actor(name: ActorName, event: LogEvent): ActorLog | undefined {
    const key = keyOf(name)
    const known = this.#open.get(key)
    if (known !== undefined) return known
    if (this.#open.size + this.#ended.length >= MOST_ACTORS && !this.#forgetOne()) return undefined
    const actor = new ActorLog(name, stampTime(event))
    this.#open.set(key, actor)
    return actor
  }

  /** Makes room by forgetting one of the oldest that has nothing to do with programs. */
  #forgetOne(): boolean {
    let looked = 0
    for (const [key, actor] of this.#open) {
      if (!actor.concernsBpf) {
        this.#open.delete(key)
        return true
      }
      if (++looked === LOOKED_AT) break
      this.#open.delete(key)
      this.#open.set(key, actor)
    }
    return false
  }

  /** A session's number is given again. */
  #end(name: ActorName): void {
    if (name.session === undefined) return
    const key = keyOf(name)
    const actor = this.#open.get(key)
    if (actor === undefined) return
    this.#open.delete(key)
    if (actor.concernsBpf) this.#ended.push(actor)
  }

  #endBoot(node: string | undefined): void {
    for (const [key, actor] of this.#open) {
      if (actor.node !== node) continue
      this.#open.delete(key)
      if (actor.concernsBpf) this.#ended.push(actor)
    }
  }
}

/** Stands for the unknown session that changed auditing. */
const AUDITING = 'auditd'
/** Steps whose records do not say what they are about. */
const TITLED: ReadonlySet<string> = new Set(['attach', 'detach', 'bpf', 'load', 'socket', 'module'])
const PINNED = /^OBJ_PIN (.+)$/s
const REMOVED = /^removed (.+)$/s

function processKey(pid: number, node: string | undefined): string {
  return `${pid} ${node ?? ''}`
}

function stepOf(
  event: Stamp,
  { kind, what, success }: StepMeaning,
  by: Pick<SyscallRecord, 'pid'> &
    ({ readonly identity: SyscallRecord['identity'] } | { readonly exe: string | undefined }),
): { readonly step: StoryStep; readonly serial: number } {
  const exe = 'identity' in by ? (by.identity.exe ?? by.identity.comm) : by.exe
  const step: StoryStep = {
    ...(event.seconds > 0 && { time: stampTime(event) }),
    event: stampText(event),
    kind,
    what,
    ...(success !== undefined && { success }),
    ...(by.pid !== undefined && { pid: by.pid }),
    ...(exe !== undefined && { exe }),
  }
  return { step, serial: event.serial }
}
