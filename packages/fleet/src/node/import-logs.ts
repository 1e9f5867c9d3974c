/** Imports logs: files with their rotated ones, or streams. */

import { statSync } from 'node:fs'
import { type InputChoice, InputReader, inputNotes } from '@ts-audit/inputs'
import { openInput, pushInput, readInputFile } from '@ts-audit/inputs/node'
import { type ByteStream, copyEvent, type LogEvent } from '@ts-audit/log'
import { ChunkPool } from '@ts-audit/log/node'
import { unicode } from '../columns/text.ts'
import type { Engine } from '../engine.ts'
import { OtherLog, type SavedSource, SourceState } from '../import/source-state.ts'
import type { ImportWriter } from '../import/writer.ts'
import { eventName, SourceNames } from './source-names.ts'
import { type WriteOptions, writeImport } from './write-import.ts'

/** One log: a file with those into which it was rotated, the oldest first, or a stream. */
export type ImportSource = {
  /** The host of events whose lines name none. */
  readonly host?: string | undefined
} & ({ readonly files: readonly string[] } | { readonly name: string; readonly stream: ByteStream })

export interface ImportOptions extends WriteOptions {
  /** Which forms are read; default any. */
  readonly choice?: InputChoice
  /** Told, now and then, how much has been read and written. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  /** Told what was not read, and why; a line each. */
  readonly onNote?: ((note: string) => void) | undefined
}

export interface ImportProgress {
  /** Bytes, after decompression. */
  readonly bytesRead: number
  /** Events that were written. */
  readonly events: number
}

export interface ImportResult {
  /** Events that were not in the store. */
  readonly events: number
  /** Logs that were read, and those that had nothing new at a glance. */
  readonly logsRead: number
  readonly logsUnchanged: number
  /** Lines that could not be read. */
  readonly lostLines: number
  /** Inputs that could not be read, or not to their end. */
  readonly failed: number
}

/** Imports logs one after the other, and pairs the BPF programs of their hosts afterwards. */
export async function importLogs(
  engine: Engine,
  sources: Iterable<ImportSource> | AsyncIterable<ImportSource>,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const run = await writeImport(engine, options, async (writer) => {
    const begun = new ImportRun(writer, options)
    for await (const source of sources) await begun.read(source)
    return begun
  })
  return run.result()
}

class ImportRun {
  readonly #writer: ImportWriter
  readonly #options: ImportOptions
  readonly #pool = new ChunkPool()
  #bytesRead = 0
  #logsRead = 0
  #logsUnchanged = 0
  #lostLines = 0
  #failed = 0

  constructor(writer: ImportWriter, options: ImportOptions) {
    this.#writer = writer
    this.#options = options
  }

  result(): ImportResult {
    return {
      events: this.#writer.written,
      logsRead: this.#logsRead,
      logsUnchanged: this.#logsUnchanged,
      lostLines: this.#lostLines,
      failed: this.#failed,
    }
  }

  async read(source: ImportSource): Promise<void> {
    if ('files' in source) await this.#readFiles(source.files, source.host)
    else await this.#readStream(source.name, source.stream, source.host)
  }

  async #readFiles(files: readonly string[], host: string | undefined): Promise<void> {
    const names = new SourceNames()
    for (;;) {
      const logs: FileLog[] = []
      for (const path of files) {
        const log = await this.#lookAt(path, host, names)
        if (log !== undefined) logs.push(log)
      }
      // An event whose end is in a log that is new may begin in the one before, which is therefore read again. What is before
      // that one only completes its first event, which is there already.
      const firstNew = logs.findIndex(({ isKnown }) => !isKnown)
      if (firstNew < 0) {
        this.#logsUnchanged += logs.length
        return
      }
      this.#logsUnchanged += firstNew
      const wanted = logs
        .slice(Math.max(0, firstNew - 2))
        .map((log, index) => (firstNew >= 2 && index === 0 ? { ...log, source: undefined } : log))
      try {
        await this.#readLogs(wanted, host)
        return
      } catch (error) {
        if (!(error instanceof OtherLog)) throw error
        names.renumber(error.source)
        await this.#writer.commit()
      }
    }
  }

  /** What a file is, by its first event. Undefined for one without any, or one that cannot be read. */
  async #lookAt(path: string, host: string | undefined, names: SourceNames): Promise<FileLog | undefined> {
    const size = sizeOf(path)
    let source: string | undefined
    try {
      source = await firstEventName(path, host, this.#options.choice)
    } catch (error) {
      this.#fail(path, error)
      return undefined
    }
    // One without events is read for what it says instead.
    const name = source === undefined ? undefined : names.nameOf(source)
    const saved = name === undefined ? undefined : await this.#writer.savedSource(name)
    return {
      path,
      size,
      source: name,
      saved,
      isKnown: saved !== undefined && saved.size === size && size > 0,
    }
  }

  async #readLogs(logs: readonly FileLog[], host: string | undefined): Promise<void> {
    const states = logs.map(({ source, path, saved }) =>
      source === undefined ? undefined : new SourceState(source, path, host ?? '', saved),
    )
    let isTail = false
    const isSeveral = logs.length > 1
    const reader: InputReader = new InputReader({
      choice: this.#options.choice ?? 'any',
      hostAsNode: host === undefined,
      keepsPlaces: isSeveral,
      sink: (event) => {
        const index = isSeveral ? (reader.sourceOfEvent(event)?.input ?? 0) : 0
        const state = states[index]
        if (state !== undefined) this.#take(event, state, isTail, reader)
      },
    })
    for (const [index, log] of logs.entries()) {
      const before = reader.bytesRead
      await this.#pushFile(log.path, reader, before)
      if (index < logs.length - 1) reader.endFile()
    }
    isTail = true
    reader.end()
    for (const state of states) if (state?.isOther === true) throw new OtherLog(state.source)
    this.#finish(reader, states, logs)
    await this.#step()
  }

  async #pushFile(path: string, reader: InputReader, before: number): Promise<void> {
    const base = this.#bytesRead
    try {
      await readInputFile(path, reader, this.#pool, {
        afterChunk: () => {
          this.#bytesRead = base + reader.bytesRead - before
          return this.#step()
        },
        onWarning: ({ message }) => this.#options.onNote?.(`${path} ${message}`),
      })
    } catch (error) {
      if (error instanceof OtherLog) throw error
      this.#fail(path, error)
    }
  }

  async #readStream(name: string, stream: ByteStream, host: string | undefined): Promise<void> {
    let state: SourceState | undefined
    let isTail = false
    const reader: InputReader = new InputReader({
      choice: this.#options.choice ?? 'any',
      hostAsNode: host === undefined,
      sink: (event) => {
        if (state === undefined) {
          // It cannot be read twice to learn whether it goes on as what is in the store: its events are compared instead.
          const source = `${eventName(event, host)}~${Date.now().toString(36)}`
          state = new SourceState(source, name, host ?? '', undefined)
        }
        this.#take(event, state, isTail, reader)
      },
    })
    const base = this.#bytesRead
    try {
      const input = await openInput(stream as AsyncIterable<Uint8Array>, {
        onWarning: ({ message }) => this.#options.onNote?.(`${name} ${message}`),
      })
      await pushInput(input, reader, {
        afterChunk: () => {
          this.#bytesRead = base + reader.bytesRead
          return this.#step()
        },
      })
    } catch (error) {
      this.#fail(name, error)
    }
    isTail = true
    reader.end()
    this.#finish(reader, [state], [])
    await this.#step()
  }

  #take(event: LogEvent, state: SourceState, isTail: boolean, reader: InputReader): void {
    const number = state.take(event, isTail)
    if (number === undefined) return
    const node = event.node === undefined ? state.host : unicode(event.node)
    const bootId = reader.namesBoots ? reader.sourceOfEvent(event)?.boot : undefined
    const place = { node, bootId, source: state.source, sourceEvent: number }
    if (isTail) state.tail.push([copyEvent(event), place])
    else this.#writer.add(event, place, state)
  }

  #finish(reader: InputReader, states: readonly (SourceState | undefined)[], logs: readonly FileLog[]): void {
    const { malformed, cutLines, cutRecords, records, outsideWindow } = reader.counters
    const lines = Object.values(malformed).reduce((sum, count) => sum + count, 0)
    const lost = Math.max(0, lines - cutLines)
    this.#lostLines += lost
    this.#logsRead += logs.length === 0 ? 1 : logs.filter(({ isKnown }) => !isKnown).length
    // The ends of logs are kept apart, to be replaced when there is more.
    this.#writer.closePieces()
    for (const [index, state] of states.entries()) {
      // An older copy of a log that the store has more of changes nothing.
      if (state === undefined || state.isBehind) continue
      for (const [event, place] of state.tail) this.#writer.add(event, place, state)
      state.size = logs[index]?.size ?? 0
      if (index === 0) state.lostLines = lost
      this.#writer.touch(state)
    }
    this.#writer.closePieces()
    const notes = inputNotes(reader.report, {
      records: records + outsideWindow,
      malformed: lines,
      cutLines,
      cutRecords,
      readEverything: '--input-format any',
    })
    for (const note of notes) this.#options.onNote?.(note)
  }

  #step(): Promise<void> {
    this.#options.onProgress?.({ bytesRead: this.#bytesRead, events: this.#writer.written })
    return this.#writer.advance()
  }

  #fail(name: string, error: unknown): void {
    this.#failed++
    this.#options.onNote?.(error instanceof Error ? messageOf(name, error) : String(error))
  }
}

interface FileLog {
  readonly path: string
  /** In bytes, as it was before it was read; 0 for what has none. */
  readonly size: number
  /** What tells it from other logs; undefined when it has no events. */
  readonly source: string | undefined
  /** What the store has of it. */
  readonly saved: SavedSource | undefined
  /** Whether the store has all of it, as far as its beginning and its size tell. */
  readonly isKnown: boolean
}

function messageOf(name: string, { message }: Error): string {
  return message.includes(name) ? message : `${name}: ${message}`
}

function sizeOf(path: string): number {
  try {
    const stats = statSync(path)
    return stats.isFile() ? stats.size : 0
  } catch {
    return 0
  }
}

/** So much is read at once in search of the first event. */
const LOOK_BYTES = 1 << 16

async function firstEventName(
  path: string,
  host: string | undefined,
  choice: InputChoice | undefined,
): Promise<string | undefined> {
  let name: string | undefined
  const reader = new InputReader({
    choice: choice ?? 'any',
    hostAsNode: host === undefined,
    sink: (event) => {
      name ??= eventName(event, host)
      return false
    },
  })
  const { chunks } = await openInput(path)
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length && name === undefined; at += LOOK_BYTES)
      reader.push(chunk.subarray(at, at + LOOK_BYTES))
    if (name !== undefined) return name
  }
  reader.end()
  return name
}
