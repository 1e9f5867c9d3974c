/** From records to a line for each program event: who loaded it, and what the kernel says of it. */
import {
  type BpfTracker,
  createBpfTracker,
  createLiveEventReader,
  type Finding,
  type LiveEvent,
  type Loader,
} from '@ts-audit/bpf'
import { type LogEvent, LogReader } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { EarlyAnswers, type EarlyAnswersOptions, type TimedAnswer } from './early-answers.ts'
import type { Answer } from './kernel/answer.ts'
import type { ProgramUse } from './kernel/program-uses.ts'
import { RecordSieve } from './record-sieve.ts'
import { SerialGaps } from './serial-gaps.ts'

/** Bytes that wait to be read as events; what comes beyond is dropped, and counted. */
const MOST_BACKLOG = 32 << 20
/** Milliseconds without a record until others are done with, the longest that these wait, and how many may wait so long. */
const QUIET = 20
const LONGEST = 3000
const MANY_BYTES = 4 << 20
/** Milliseconds after a load until it is seen what the program is attached to, and the longest when more are loaded. */
const LOOK_AFTER = 1000
const LOOK_AT_LAST = 10_000
/** Bytes of work until new records get their turn. */
const SLICE_BYTES = 8192

/** A program that is loaded. */
export interface LoadedProgram {
  readonly progId: number
  /** Of its LOAD: `SECONDS.MMM:SERIAL`; absent when it was there before the watch. */
  readonly load?: string
  /** Milliseconds since 1970. */
  readonly time?: number
  readonly node?: string
  readonly loader?: Loader
  readonly kernel: Answer
}

/** What a watch is made with. */
export interface WatchOptions extends EarlyAnswersOptions {
  readonly askLater: (
    progId: number,
    loader: { readonly pid: number | undefined; readonly descriptor: number | undefined },
    take: (answer: Answer) => void,
  ) => void
  /** What keeps programs attached; undefined when that cannot be asked. */
  readonly uses?: (() => ReadonlyMap<number, ProgramUse> | undefined) | undefined
  /** Takes the line of a program event. */
  readonly onLine: (line: object) => void
  /** Takes a finding, once for each cause; undefined when nobody wants them. */
  readonly onFinding: ((finding: Finding) => void) | undefined
  /** Processes whose calls are the watch's own. */
  readonly ownPids: ReadonlySet<number>
  /** Programs that are known to be loaded. */
  readonly loaded: readonly LoadedProgram[]
  readonly eventTimeout?: number | undefined
}

/** What a watch has counted. */
export interface WatchCounts {
  readonly loads: number
  readonly unloads: number
  readonly found: number
  readonly gone: number
  readonly notAsked: number
  readonly ownEvents: number
  /** Of records that came faster than they could be read. */
  readonly droppedBytes: number
}

/** Follows programs as their records come. */
export class ProgramWatch {
  readonly #counts = { loads: 0, unloads: 0, found: 0, gone: 0, notAsked: 0, droppedBytes: 0 }
  /** Events of programs in which the watch's own calls appear: it closed the last descriptor. */
  #ownPrograms = 0
  readonly #options: WatchOptions
  readonly #gaps: SerialGaps
  readonly #sieve: RecordSieve
  readonly #reader: LogReader
  readonly #readEvent = createLiveEventReader()
  readonly #tracker: BpfTracker | undefined
  /** Loaded programs by node and id. */
  readonly #loaded = new Map<string, LoadedProgram>()
  readonly #answers: EarlyAnswers
  /** Programs that were found and whose links have not been looked for, and since when. */
  #unseen = new Set<string>()
  #unseenSince = 0
  #look: NodeJS.Timeout | undefined
  #backlog: Uint8Array[] = []
  #backlogBytes = 0
  #isWorking = false
  /** When bytes came last, and when those came that have waited longest. */
  #latest = 0
  #since = 0

  constructor(options: WatchOptions) {
    this.#options = options
    this.#answers = new EarlyAnswers(options)
    for (const program of options.loaded) this.#loaded.set(keyOf(program.node, program.progId), program)
    this.#gaps = new SerialGaps((gap) =>
      options.onLine({ event: 'gap', time: options.now(), ...utf8(gap), missing: gap.last - gap.first + 1 }),
    )
    this.#sieve = new RecordSieve({
      ownPids: options.ownPids,
      wantsAll: options.onFinding !== undefined,
      onSerial: (node, serial) => this.#gaps.take(node, serial, options.now()),
    })
    this.#reader = new LogReader({
      sink: (event) => this.#take(event),
      completion: 'auparse',
      eventTimeout: options.eventTimeout,
    })
    this.#tracker =
      options.onFinding === undefined
        ? undefined
        : createBpfTracker({ onFinding: options.onFinding, onProgram: () => {}, dropFinished: true })
  }

  /**
   * Takes bytes as they come, cut anywhere. Loads are asked about at once; all else is done when nothing more has come, a
   * little at a time, since most programs live for milliseconds.
   */
  push(bytes: Uint8Array): void {
    this.#answers.push(latin1(bytes))
    if (this.#backlogBytes > MOST_BACKLOG) {
      this.#counts.droppedBytes += bytes.length
      return
    }
    this.#backlog.push(bytes)
    this.#backlogBytes += bytes.length
    this.#latest = this.#options.now()
    if (this.#isWorking) return
    this.#isWorking = true
    this.#since = this.#latest
    setTimeout(this.#work, QUIET)
  }

  /** The feed has been silent: what is in flight is complete. */
  flush(): void {
    for (const bytes of this.#backlog) this.#read(bytes)
    this.#backlog = []
    this.#backlogBytes = 0
    this.#reader.flush()
    this.#gaps.tell(this.#options.now())
  }

  /** The feed has ended. */
  end(): void {
    this.flush()
    this.#reader.push(Buffer.from(this.#sieve.end(), 'latin1'))
    this.#reader.flush()
  }

  get counts(): WatchCounts {
    return { ...this.#counts, ownEvents: this.#ownPrograms + this.#sieve.ownEvents }
  }

  /** Serial numbers that have not come. */
  get missing(): number {
    return this.#gaps.missing
  }

  /** A little of what waits; while records come the next ones go before it, but not for ever. */
  readonly #work = (): void => {
    const now = this.#options.now()
    if (now - this.#latest < QUIET && now - this.#since < LONGEST && this.#backlogBytes < MANY_BYTES) {
      setTimeout(this.#work, QUIET)
      return
    }
    let left = SLICE_BYTES
    let done = 0
    while (left > 0 && done < this.#backlog.length) {
      const bytes = this.#backlog[done] as Uint8Array
      const piece = bytes.subarray(0, left)
      left -= piece.length
      this.#backlogBytes -= piece.length
      this.#read(piece)
      if (bytes.length === piece.length) done++
      else this.#backlog[done] = bytes.subarray(piece.length)
    }
    if (done > 0) this.#backlog.splice(0, done)
    this.#isWorking = this.#backlog.length > 0
    if (this.#isWorking) setImmediate(this.#work)
  }

  #read(bytes: Uint8Array): void {
    const wanted = this.#sieve.push(latin1(bytes))
    if (wanted !== '') this.#reader.push(Buffer.from(wanted, 'latin1'))
  }

  /** Programs that are loaded as far as is known. */
  get loaded(): readonly LoadedProgram[] {
    return [...this.#loaded.values()]
  }

  #take(event: LogEvent): boolean {
    const read = this.#readEvent(event)
    const isOwn = this.#isOwn(read.process)
    if (isOwn && read.programs.length === 0) return true
    if (isOwn) this.#ownPrograms++
    const id = idOf(event)
    const time = event.seconds * 1000 + event.milliseconds
    for (const { op, progId } of read.programs) {
      if (op === 'LOAD') this.#takeLoad(event.node, id, time, progId, read)
      else this.#takeUnload(event.node, id, time, progId, read, isOwn)
    }
    // A last reference that the watch itself has held is nobody's doing.
    this.#tracker?.sink(isOwn ? { ...event, records: event.records.filter(isNoCall) } : event)
    return true
  }

  #takeLoad(
    node: string | undefined,
    id: string,
    time: number,
    progId: number,
    { call, process }: LiveEvent,
  ): void {
    this.#counts.loads++
    const line = { event: 'load', id, time, ...(node !== undefined && { node }), progId }
    const loader = process === undefined ? undefined : utf8(process)
    const done = ({ answer, after }: TimedAnswer): void => {
      this.#count(answer)
      const { onLine } = this.#options
      const kernel = { ...answer, ...(answer.answer !== 'not-asked' && { askedAfterMs: after }) }
      onLine({
        ...line,
        ...(call?.success !== undefined && { success: call.success }),
        ...(loader && { loader }),
        kernel,
      })
      const known = this.#loaded.get(keyOf(node, progId))
      // The UNLOAD may have come while bpftool was thinking.
      if (known?.load !== id) return
      this.#loaded.set(keyOf(node, progId), { ...known, kernel: answer })
      if (answer.answer === 'found') this.#lookLater(keyOf(node, progId))
    }
    const pending: Answer = { answer: 'not-asked', reason: 'not yet' }
    this.#loaded.set(keyOf(node, progId), {
      progId,
      load: id,
      time,
      ...(node !== undefined && { node }),
      ...(loader !== undefined && { loader }),
      kernel: pending,
    })
    const answered = this.#answers.take(id, progId)
    if (answered !== undefined && answered.answer.answer !== 'not-asked') {
      done(answered)
      return
    }
    const descriptor = call?.success === true ? call.exit : undefined
    this.#options.askLater(progId, { pid: process?.pid, descriptor }, (answer) => {
      done({ answer, after: this.#options.now() - time })
    })
  }

  /** Programs are attached after they are loaded, in bursts often. */
  #lookLater(key: string): void {
    const { uses, now } = this.#options
    if (uses === undefined) return
    if (this.#unseen.size === 0) this.#unseenSince = now()
    this.#unseen.add(key)
    if (this.#look !== undefined && now() - this.#unseenSince > LOOK_AT_LAST) return
    clearTimeout(this.#look)
    this.#look = setTimeout(() => this.#lookAtUses(uses), LOOK_AFTER)
    this.#look.unref()
  }

  #lookAtUses(read: NonNullable<WatchOptions['uses']>): void {
    const keys = [...this.#unseen].filter((key) => this.#loaded.has(key))
    this.#unseen = new Set()
    this.#look = undefined
    const uses = keys.length === 0 ? undefined : read()
    for (const key of keys) {
      const known = this.#loaded.get(key)
      const use = known === undefined ? undefined : uses?.get(known.progId)
      if (known === undefined || use === undefined || known.kernel.answer !== 'found') continue
      const kernel = { ...known.kernel, ...use }
      this.#loaded.set(key, { ...known, kernel })
      const { node, progId, load } = known
      this.#options.onLine({
        event: 'attached',
        ...(load !== undefined && { id: load }),
        time: this.#options.now(),
        ...(node !== undefined && { node }),
        progId,
        kernel,
      })
    }
  }

  #takeUnload(
    node: string | undefined,
    id: string,
    time: number,
    progId: number,
    { process, canDrop }: LiveEvent,
    isOwn: boolean,
  ): void {
    this.#counts.unloads++
    const key = keyOf(node, progId)
    const known = this.#loaded.get(key)
    this.#loaded.delete(key)
    const by = process === undefined || !canDrop || isOwn ? undefined : utf8(process)
    this.#options.onLine({
      event: 'unload',
      id,
      time,
      ...(node !== undefined && { node }),
      progId,
      ...(known?.load !== undefined && { load: known.load }),
      ...(known?.time !== undefined && { lifetimeMs: time - known.time }),
      ...(isOwn && { lastReference: 'watcher' }),
      ...(by !== undefined && { process: by }),
      ...(known !== undefined && { ...(known.loader && { loader: known.loader }), kernel: known.kernel }),
    })
  }

  #isOwn(process: Loader | undefined): boolean {
    if (process === undefined) return false
    const { ownPids } = this.#options
    const { pid, ppid } = process
    return (pid !== undefined && ownPids.has(pid)) || (ppid !== undefined && ownPids.has(ppid))
  }

  #count({ answer }: Answer): void {
    if (answer === 'found') this.#counts.found++
    else if (answer === 'gone' || answer === 'other-program') this.#counts.gone++
    else this.#counts.notAsked++
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

const CALL_TYPES: ReadonlySet<number> = new Set([RecordType.SYSCALL, RecordType.PROCTITLE])

function isNoCall({ type }: { readonly type: number }): boolean {
  return !CALL_TYPES.has(type)
}

function keyOf(node: string | undefined, progId: number): string {
  return `${node ?? ''} ${progId}`
}

function idOf({ seconds, milliseconds, serial }: LogEvent): string {
  return `${seconds}.${String(milliseconds).padStart(3, '0')}:${serial}`
}

/** Text of the log, which is latin1 here, as JSON wants it. */
export function utf8<Value>(value: Value): Value {
  if (typeof value === 'string') return Buffer.from(value, 'latin1').toString('utf8') as Value
  if (Array.isArray(value)) return value.map(utf8) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, utf8(part)])) as Value
}
