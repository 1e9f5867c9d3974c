/** One program as the tracker looks at it: a row of the program table. */

import type { Identity, Process } from '../fields/process-objects.ts'
import type { UnloadPoint } from '../fields/program.ts'
import type { RowLastReference } from './last-reference.ts'
import type { ProgramColumns } from './program-columns.ts'
import type { Stamp } from './stamp.ts'
import { listed, withItem } from './text-list.ts'

/** Which boot of which node a program was loaded in. */
export interface RowBoot {
  readonly node: string | undefined
  /** Counted from 1 for each node. */
  readonly index: number
}

/** Bits of {@link ProgramRow.has}. */
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
  /** The kernel wrote prog-id=0 in its boot. */
  progIdZero: 1 << 11,
  /** Messages were reported as lost while it was loaded. */
  recordsLost: 1 << 12,
  /** Its BPF record is not in the log. */
  idUnknown: 1 << 13,
  /** The log was out of order, and too large to be put right. */
  outOfOrder: 1 << 14,
  /** What its loader is, see `LOADER_KINDS`. */
  memfd: 1 << 20,
  runtimeCopy: 1 << 21,
  deleted: 1 << 22,
  upgraded: 1 << 23,
  container: 1 << 24,
  pidNamespace: 1 << 25,
  /** Auditing was off after it was loaded. */
  auditingOff: 1 << 15,
  /** Its LOAD is not in the log, though it was loaded within it. */
  loadMissed: 1 << 16,
  /** The clock was set back when it was loaded or unloaded. */
  clockBack: 1 << 17,
  /** Its BPF record is not in the log, and its id follows from those of its neighbours. */
  idInferred: 1 << 18,
} as const

/** A view of one row. Making one is cheap, and none is kept. */
export class ProgramRow {
  readonly index: number
  readonly #columns: ProgramColumns

  constructor(columns: ProgramColumns, index: number) {
    this.#columns = columns
    this.index = index
  }

  get boot(): RowBoot {
    const { texts, node, boot } = this.#columns
    return { node: texts.text(node.get(this.index)), index: boot.get(this.index) }
  }

  get progId(): number {
    return this.#columns.progId.get(this.index)
  }

  /** For one whose id was not known at its load. */
  set progId(progId: number) {
    this.#columns.progId.set(this.index, progId)
  }

  /** The loader's pid. */
  get pid(): number | undefined {
    return this.#columns.pid.get(this.index)
  }

  /** The loader. */
  get process(): Process | undefined {
    const { actors, actor } = this.#columns
    const identity = actors.identity(actor.get(this.index))
    return identity === undefined ? undefined : new RowProcess(this.#columns, this.index, identity)
  }

  set process(process: Process | undefined) {
    const { actors, texts, actor, pid, ppid, title } = this.#columns
    actor.set(this.index, actors.intern(process?.identity))
    pid.set(this.index, process?.pid)
    ppid.set(this.index, process?.ppid)
    title.set(this.index, texts.intern(process?.proctitle))
  }

  get lastReference(): RowLastReference | undefined {
    const { actors, texts, drop } = this.#columns
    const call = drop.calls[drop.call.get(this.index) - 1]
    const identity = actors.identity(drop.actor.get(this.index))
    if (call === undefined || identity === undefined) return undefined
    const process = {
      pid: drop.pid.get(this.index),
      ppid: drop.ppid.get(this.index),
      proctitle: texts.text(drop.title.get(this.index)),
      identity,
    }
    return { process, ...call }
  }

  setLastReference({ process, syscall, certainty, reason }: RowLastReference): void {
    const { actors, texts, drop } = this.#columns
    this.mark(Flag.lastReference)
    drop.call.set(this.index, drop.numberOf({ syscall, certainty, reason }))
    drop.actor.set(this.index, actors.intern(process.identity))
    drop.pid.set(this.index, process.pid)
    drop.ppid.set(this.index, process.ppid)
    drop.title.set(this.index, texts.intern(process.proctitle))
  }

  /** What the load's system call returned. */
  get exit(): number | undefined {
    return this.#columns.exit.get(this.index)
  }

  set exit(exit: number | undefined) {
    this.#columns.exit.set(this.index, exit)
  }

  /** Bit n is set when it is part of a finding of rule n. */
  get findings(): number {
    return this.#columns.findings.get(this.index)
  }

  get findingNames(): string[] {
    const bits = this.findings
    return bits === 0 ? [] : this.#columns.findingNames.filter((_, bit) => (bits & (1 << bit)) !== 0)
  }

  addFinding(bit: number): void {
    this.#columns.findings.set(this.index, this.findings | (1 << bit))
  }

  /** All of its {@link Flag}s. */
  get flags(): number {
    return this.#columns.flags.get(this.index)
  }

  /** Whether one of these flags is set. */
  has(flags: number): boolean {
    return (this.flags & flags) !== 0
  }

  mark(flag: number): void {
    const { flags } = this.#columns
    flags.set(this.index, flags.get(this.index) | flag)
  }

  unmark(flags: number): void {
    const column = this.#columns.flags
    column.set(this.index, column.get(this.index) & ~flags)
  }

  get load(): Stamp {
    return this.#columns.load.get(this.index)
  }

  set load(stamp: Stamp) {
    this.mark(Flag.loadSeen)
    this.#columns.load.set(this.index, stamp)
  }

  get unload(): Stamp {
    return this.#columns.unload.get(this.index)
  }

  set unload(stamp: Stamp) {
    this.mark(stamp.seconds === 0 ? Flag.unloadSeen | Flag.unloadTimeUnknown : Flag.unloadSeen)
    this.#columns.unload.set(this.index, stamp)
  }

  /** Milliseconds since 1970, or undefined. */
  get loadTime(): number | undefined {
    return this.has(Flag.loadSeen) ? this.#columns.load.time(this.index) : undefined
  }

  /** Milliseconds since 1970, or undefined. */
  get unloadTime(): number | undefined {
    if (!this.has(Flag.unloadSeen) || this.has(Flag.unloadTimeUnknown)) return undefined
    return this.#columns.unload.time(this.index)
  }

  get unloadContext(): UnloadPoint['context'] {
    if (this.has(Flag.lastReference)) return 'last-reference'
    return this.has(Flag.bystander) ? 'bystander' : 'alone'
  }

  /** Its name, from an UNLOAD record. */
  get name(): string | undefined {
    const { texts, name } = this.#columns
    return texts.text(name.get(this.index))
  }

  set name(text: string | undefined) {
    const { texts, name } = this.#columns
    name.set(this.index, texts.intern(text))
  }

  /** Where its loader has pinned objects after it loaded this: of which program, or of what else, the log does not say. */
  get pins(): readonly string[] {
    const { texts, pins } = this.#columns
    return listed(texts.text(pins.get(this.index)))
  }

  addPin(path: string): void {
    const { texts, pins } = this.#columns
    pins.set(this.index, texts.intern(withItem(texts.text(pins.get(this.index)), path)))
  }

  /** By which calls its loader has attached programs after it loaded this; of which one the log does not say. */
  get attachments(): readonly string[] {
    const { texts, attached } = this.#columns
    return listed(texts.text(attached.get(this.index)))
  }

  addAttachment(call: string): void {
    const { texts, attached } = this.#columns
    attached.set(this.index, texts.intern(withItem(texts.text(attached.get(this.index)), call)))
  }

  /** It was not over before this: with an unknown time of its UNLOAD, or at the end of its boot. Milliseconds. */
  get after(): number | undefined {
    return this.#columns.after.get(this.index)
  }

  set after(time: number | undefined) {
    this.#columns.after.set(this.index, time)
  }

  /** With an unknown time of its UNLOAD: it was over by then. Milliseconds. */
  get before(): number | undefined {
    return this.#columns.before.get(this.index)
  }

  set before(time: number | undefined) {
    this.#columns.before.set(this.index, time)
  }
}

/** A loader whose command line is only decoded on demand: most readers want the executable alone. */
class RowProcess implements Process {
  readonly identity: Identity
  readonly #columns: ProgramColumns
  readonly #index: number

  constructor(columns: ProgramColumns, index: number, identity: Identity) {
    this.identity = identity
    this.#columns = columns
    this.#index = index
  }

  get pid(): number | undefined {
    return this.#columns.pid.get(this.#index)
  }

  get ppid(): number | undefined {
    return this.#columns.ppid.get(this.#index)
  }

  get proctitle(): string | undefined {
    return this.#columns.texts.text(this.#columns.title.get(this.#index))
  }
}
