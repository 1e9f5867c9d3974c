/** The programs as the tracker keeps them: in columns outside the heap, so that a million fit in memory. */
import type { UnloadPoint } from '../program.ts'
import type { Identity } from '../records/identity.ts'
import type { Boot } from './boot.ts'
import type { Process } from './process.ts'
import type { Stamp } from './stamp.ts'

/** Who may have dropped the last reference. */
export interface RowLastReference {
  readonly process: Process
  readonly syscall: string | undefined
  readonly certainty: 'likely' | 'possible'
  readonly reason: string
}

/** What few programs have. */
export interface RowExtras {
  name?: string
  lastReference?: RowLastReference
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

const CHUNK_BITS = 13
const CHUNK_ROWS = 1 << CHUNK_BITS

/** A call by which loaders drop their own programs; there are few different ones. */
export interface DropCall {
  readonly syscall: string
  readonly reason: string
}

/** Some rows, column by column. */
class Chunk {
  readonly progId = new Float64Array(CHUNK_ROWS)
  readonly loadSeconds = new Float64Array(CHUNK_ROWS)
  readonly loadSerial = new Float64Array(CHUNK_ROWS)
  readonly unloadSeconds = new Float64Array(CHUNK_ROWS)
  readonly unloadSerial = new Float64Array(CHUNK_ROWS)
  readonly exit = new Float64Array(CHUNK_ROWS)
  readonly findings = new Uint32Array(CHUNK_ROWS)
  readonly loadMilliseconds = new Uint16Array(CHUNK_ROWS)
  readonly unloadMilliseconds = new Uint16Array(CHUNK_ROWS)
  readonly flags = new Uint16Array(CHUNK_ROWS)
  readonly boot = new Array<Boot | undefined>(CHUNK_ROWS)
  readonly pid = new Float64Array(CHUNK_ROWS)
  readonly ppid = new Float64Array(CHUNK_ROWS)
  readonly identity = new Array<Identity | undefined>(CHUNK_ROWS)
  readonly proctitle = new Array<string | undefined>(CHUNK_ROWS)
  /** The identity under which the loader itself dropped the program; differs from its own at most in the key. */
  readonly dropper = new Array<Identity | undefined>(CHUNK_ROWS)
  readonly dropCall = new Array<DropCall | undefined>(CHUNK_ROWS)
}

/** All rows. A row is named by its index; indices that were released are used again. */
export class ProgramTable {
  readonly #chunks: Chunk[] = []
  readonly #free: number[] = []
  readonly #extras = new Map<number, RowExtras>()
  #length = 0

  /** How many rows there are, released ones included. */
  get length(): number {
    return this.#length
  }

  /** A new row. */
  create(boot: Boot, progId: number): ProgramRow {
    const index = this.#free.pop() ?? this.#length++
    const at = index & (CHUNK_ROWS - 1)
    let chunk = this.#chunks[index >> CHUNK_BITS]
    if (chunk === undefined) {
      chunk = new Chunk()
      this.#chunks.push(chunk)
    }
    chunk.progId[at] = progId
    chunk.exit[at] = Number.NaN
    chunk.findings[at] = 0
    chunk.flags[at] = 0
    chunk.boot[at] = boot
    chunk.pid[at] = Number.NaN
    chunk.identity[at] = undefined
    chunk.proctitle[at] = undefined
    chunk.dropper[at] = undefined
    chunk.dropCall[at] = undefined
    return new ProgramRow(chunk, at, index, this.#extras)
  }

  /** The row of an index that {@link create} has given. */
  row(index: number): ProgramRow {
    const chunk = this.#chunks[index >> CHUNK_BITS]
    if (chunk === undefined) throw new RangeError(`There is no program row ${index}.`)
    return new ProgramRow(chunk, index & (CHUNK_ROWS - 1), index, this.#extras)
  }

  /** The row is no longer needed. */
  release(row: ProgramRow): void {
    this.#extras.delete(row.index)
    row.forget()
    this.#free.push(row.index)
  }
}

/** A look at one row; making one costs nothing worth saving, and none is kept. */
export class ProgramRow {
  readonly index: number
  readonly #chunk: Chunk
  readonly #at: number
  readonly #extras: Map<number, RowExtras>

  constructor(chunk: Chunk, at: number, index: number, extras: Map<number, RowExtras>) {
    this.#chunk = chunk
    this.#at = at
    this.index = index
    this.#extras = extras
  }

  get boot(): Boot {
    return this.#chunk.boot[this.#at] as Boot
  }

  get progId(): number {
    return this.#chunk.progId[this.#at] ?? 0
  }

  /** The loader's pid. */
  get pid(): number | undefined {
    return optional(this.#chunk.pid[this.#at])
  }

  /** The loader. */
  get process(): Process | undefined {
    const identity = this.#chunk.identity[this.#at]
    if (identity === undefined) return undefined
    const ppid = optional(this.#chunk.ppid[this.#at])
    return { pid: this.pid, ppid, proctitle: this.#chunk.proctitle[this.#at], identity }
  }

  set process(process: Process | undefined) {
    this.#chunk.pid[this.#at] = process?.pid ?? Number.NaN
    this.#chunk.ppid[this.#at] = process?.ppid ?? Number.NaN
    this.#chunk.proctitle[this.#at] = process?.proctitle
    this.#chunk.identity[this.#at] = process?.identity
  }

  /** Lets go of everything that is not a number. */
  forget(): void {
    this.process = undefined
    this.#chunk.dropper[this.#at] = undefined
    this.#chunk.dropCall[this.#at] = undefined
  }

  /** The loader itself dropped the program: most do, so this is kept in columns. */
  setOwnDrop(identity: Identity, call: DropCall): void {
    this.mark(Flag.lastReference)
    this.#chunk.dropper[this.#at] = identity
    this.#chunk.dropCall[this.#at] = call
  }

  get lastReference(): RowLastReference | undefined {
    const identity = this.#chunk.dropper[this.#at]
    const call = this.#chunk.dropCall[this.#at]
    const { process } = this
    if (identity === undefined || call === undefined || process === undefined)
      return this.extras?.lastReference
    return { process: { ...process, identity }, certainty: 'likely', ...call }
  }

  /** What the load's system call returned. */
  get exit(): number | undefined {
    return optional(this.#chunk.exit[this.#at])
  }

  set exit(exit: number | undefined) {
    this.#chunk.exit[this.#at] = exit ?? Number.NaN
  }

  /** Bit n is set when it is part of a finding of rule n. */
  get findings(): number {
    return this.#chunk.findings[this.#at] ?? 0
  }

  addFinding(bit: number): void {
    this.#chunk.findings[this.#at] = this.findings | (1 << bit)
  }

  has(flag: number): boolean {
    return ((this.#chunk.flags[this.#at] ?? 0) & flag) !== 0
  }

  mark(flag: number): void {
    this.#chunk.flags[this.#at] = (this.#chunk.flags[this.#at] ?? 0) | flag
  }

  get load(): Stamp {
    return {
      seconds: this.#chunk.loadSeconds[this.#at] ?? 0,
      milliseconds: this.#chunk.loadMilliseconds[this.#at] ?? 0,
      serial: this.#chunk.loadSerial[this.#at] ?? 0,
    }
  }

  set load({ seconds, milliseconds, serial }: Stamp) {
    this.mark(Flag.loadSeen)
    this.#chunk.loadSeconds[this.#at] = seconds
    this.#chunk.loadMilliseconds[this.#at] = milliseconds
    this.#chunk.loadSerial[this.#at] = serial
  }

  get unload(): Stamp {
    return {
      seconds: this.#chunk.unloadSeconds[this.#at] ?? 0,
      milliseconds: this.#chunk.unloadMilliseconds[this.#at] ?? 0,
      serial: this.#chunk.unloadSerial[this.#at] ?? 0,
    }
  }

  set unload({ seconds, milliseconds, serial }: Stamp) {
    this.mark(seconds === 0 ? Flag.unloadSeen | Flag.unloadTimeUnknown : Flag.unloadSeen)
    this.#chunk.unloadSeconds[this.#at] = seconds
    this.#chunk.unloadMilliseconds[this.#at] = milliseconds
    this.#chunk.unloadSerial[this.#at] = serial
  }

  /** Milliseconds since 1970, or undefined. */
  get loadTime(): number | undefined {
    if (!this.has(Flag.loadSeen)) return undefined
    const { seconds, milliseconds } = this.load
    return seconds === 0 ? undefined : seconds * 1000 + milliseconds
  }

  /** Milliseconds since 1970, or undefined. */
  get unloadTime(): number | undefined {
    if (!this.has(Flag.unloadSeen) || this.has(Flag.unloadTimeUnknown)) return undefined
    const { seconds, milliseconds } = this.unload
    return seconds * 1000 + milliseconds
  }

  get unloadContext(): UnloadPoint['context'] {
    if (this.has(Flag.lastReference)) return 'last-reference'
    return this.has(Flag.bystander) ? 'bystander' : 'alone'
  }

  get extras(): RowExtras | undefined {
    return this.#extras.get(this.index)
  }

  /** The extras, made when there were none. */
  get extra(): RowExtras {
    let extras = this.#extras.get(this.index)
    if (extras === undefined) {
      extras = {}
      this.#extras.set(this.index, extras)
    }
    return extras
  }
}

/** Columns of numbers hold NaN where there is none. */
function optional(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value
}
