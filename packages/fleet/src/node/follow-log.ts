/** Imports a log while it is written. */
import { InputReader } from '@ts-audit/inputs'
import { copyEvent, type LogEvent } from '@ts-audit/log'
import { LogFollower } from '@ts-audit/log/node'
import { unicode } from '../columns/text.ts'
import type { Engine } from '../engine.ts'
import { pairPending } from '../import/pair-programs.ts'
import { OtherLog, SourceState } from '../import/source-state.ts'
import type { ImportWriter } from '../import/writer.ts'
import { brotli } from './brotli.ts'
import type { ImportOptions, ImportResult } from './import-logs.ts'
import { eventName, SourceNames } from './source-names.ts'
import { writeImport } from './write-import.ts'

export interface FollowedLog {
  /** `/var/log/audit/audit.log`; the files into which it was rotated are beside it. */
  readonly path: string
  /** The host of events whose lines name none. */
  readonly host?: string | undefined
}

export interface FollowOptions extends ImportOptions {
  /** Ends it, with all written that was read. */
  readonly signal: AbortSignal
  /** Seconds after which what has come is written; default 3. */
  readonly writeSeconds?: number | undefined
  /** Seconds between two pairings of the BPF programs of hosts that have changed; default 30. */
  readonly pairSeconds?: number | undefined
}

const WRITE_SECONDS = 3
const PAIR_SECONDS = 30
/** Seconds of silence after which events in flight are complete, as auditd's own. */
const EVENT_SECONDS = 2

/**
 * Imports a log with its rotated files, and goes on with what is written to it until the signal. What the store has is read once,
 * and not written again. Between two batches other processes can ask the store.
 */
export async function followLog(
  engine: Engine,
  log: FollowedLog,
  options: FollowOptions,
): Promise<ImportResult> {
  const names = new SourceNames()
  const run = await writeImport(engine, options, async (writer) => {
    for (;;) {
      const begun = new FollowedRun(engine, writer, log, options, names)
      try {
        await begun.read()
        return begun
      } catch (error) {
        if (!(error instanceof OtherLog)) throw error
        names.renumber(error.source)
        await writer.commit()
      }
    }
  })
  return run.result()
}

class FollowedRun {
  readonly #engine: Engine
  readonly #writer: ImportWriter
  readonly #log: FollowedLog
  readonly #options: FollowOptions
  readonly #names: SourceNames
  readonly #reader: InputReader
  /** Of each file, in the order in which they were read. */
  readonly #states: (SourceState | undefined)[] = []
  #input = 0
  #isTail = false
  #areChecked = false
  #lastWritten = performance.now()
  #lastPaired = performance.now()

  constructor(
    engine: Engine,
    writer: ImportWriter,
    log: FollowedLog,
    options: FollowOptions,
    names: SourceNames,
  ) {
    this.#engine = engine
    this.#writer = writer
    this.#log = log
    this.#options = options
    this.#names = names
    this.#reader = new InputReader({
      choice: options.choice ?? 'any',
      hostAsNode: log.host === undefined,
      keepsPlaces: true,
      sink: (event) => this.#take(event),
    })
  }

  result(): ImportResult {
    const { malformed, cutLines } = this.#reader.counters
    const unread = Object.values(malformed).reduce((sum, count) => sum + count, 0)
    return {
      events: this.#writer.written,
      logsRead: this.#states.filter((state) => state !== undefined).length,
      logsUnchanged: 0,
      lostLines: Math.max(0, unread - cutLines),
      failed: 0,
    }
  }

  async read(): Promise<void> {
    const { signal, onNote } = this.#options
    const follower = new LogFollower(this.#log.path, { from: 'start', signal, onNotice: onNote })
    const reader = this.#reader
    let path = this.#log.path
    let lastBytes = performance.now()
    for await (const step of follower.steps()) {
      if (step.kind === 'file') path = step.file.path
      else if (step.kind === 'file-end') {
        reader.endFile()
        this.#input++
      } else if (step.kind === 'lines') {
        lastBytes = performance.now()
        await this.#know(path, step.bytes)
        reader.push(step.bytes)
        reader.settle()
        this.#options.onProgress?.({ bytesRead: reader.bytesRead, events: this.#writer.written })
        await this.#writer.advance()
      } else if (performance.now() - lastBytes >= EVENT_SECONDS * 1000) {
        reader.flushIdle(false)
        this.#check()
      }
      await this.#write()
    }
    this.#end()
  }

  /** Learns from the first lines of a file which log it is. */
  async #know(path: string, bytes: Uint8Array): Promise<void> {
    if (this.#states[this.#input] !== undefined) return
    const { host } = this.#log
    const name = firstName(bytes, host, this.#options)
    if (name === undefined) return
    const source = this.#names.nameOf(name)
    const saved = await this.#writer.savedSource(source)
    this.#states[this.#input] = new SourceState(source, path, host ?? '', saved)
  }

  #take(event: LogEvent): void {
    const place = this.#reader.sourceOfEvent(event)
    const state = this.#states[place?.input ?? this.#input]
    const number = state?.take(event, this.#isTail)
    if (state === undefined || number === undefined) return
    const node = event.node === undefined ? state.host : unicode(event.node)
    const bootId = this.#reader.namesBoots ? place?.boot : undefined
    const where = { node, bootId, source: state.source, sourceEvent: number }
    if (this.#isTail) state.tail.push([copyEvent(event), where])
    else this.#writer.add(event, where, state)
  }

  /** Once all was read that there was: a log that ends before what the store has of it is another. */
  #check(): void {
    if (this.#areChecked) return
    this.#areChecked = true
    for (const state of this.#states) if (state?.isOther === true) throw new OtherLog(state.source)
  }

  async #write(): Promise<void> {
    const { writeSeconds = WRITE_SECONDS, pairSeconds = PAIR_SECONDS } = this.#options
    const now = performance.now()
    if (now - this.#lastWritten < writeSeconds * 1000) return
    await this.#writer.commit()
    if (now - this.#lastPaired >= pairSeconds * 1000) {
      await pairPending(this.#engine, brotli)
      this.#lastPaired = performance.now()
    }
    await this.#engine.rest?.()
    this.#lastWritten = performance.now()
  }

  /** What is in flight comes because reading has ended: the next import replaces it. */
  #end(): void {
    this.#writer.closePieces()
    this.#isTail = true
    this.#reader.end()
    for (const state of this.#states) {
      // One that was not read as far as the store has it changes nothing.
      if (state === undefined || state.isOther || state.isBehind) continue
      for (const [event, place] of state.tail) this.#writer.add(event, place, state)
      this.#writer.touch(state)
    }
    this.#writer.closePieces()
  }
}

/** The name of a log that begins with these lines; undefined when there is no event in them. */
function firstName(
  bytes: Uint8Array,
  host: string | undefined,
  { choice }: ImportOptions,
): string | undefined {
  let name: string | undefined
  const reader = new InputReader({
    choice: choice ?? 'any',
    hostAsNode: host === undefined,
    sink: (event) => {
      name ??= eventName(event, host)
      return false
    },
  })
  if (reader.push(bytes)) reader.end()
  return name
}
