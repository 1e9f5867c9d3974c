/** Events of any input for library users: an async iterable and a pair of web streams over the push reader. */
import { copyEvent, type LogEvent } from '@ts-audit/log'
import type { Compression } from './compression/compressions.ts'
import {
  type DecompressedInput,
  type DecompressionWarning,
  type DecompressOptions,
  decompress,
} from './compression/decompress.ts'
import { inputNotes } from './input-notes.ts'
import { InputReader, type InputReaderOptions, type RecordSource, type StartedLog } from './input-reader.ts'
import type { InputReport } from './input-report.ts'
import type { InputSource } from './input-source.ts'

/** Pushed at once, so that few events are held at a time, however large a chunk is. */
const PIECE_BYTES = 256 << 10

/** How an input is read, which may be compressed. */
export interface ReadInputOptions extends Omit<InputReaderOptions, 'sink'>, DecompressOptions {}

/** An input and what came of it. To be iterated once: events come in the reference's order (spec 01 §4). */
export interface InputEvents extends AsyncIterable<LogEvent> {
  /** Where an event came from, the source of its first record; undefined in auditd's log unless `keepsPlaces` is set. */
  readonly sourceOf: (event: LogEvent) => RecordSource | undefined
  /** What it is compressed with, the outermost first; none for plain data and before the first event. */
  readonly compression: readonly Compression[]
  /** What has been read so far of which form, and what has not. */
  readonly report: InputReport
  /**
   * The same for people, a line each: what was not read, lost or told twice, and what to do about it; none about a log
   * that was read whole. Text of the log in them is latin1 and not made safe for a terminal.
   */
  readonly notes: () => string[]
}

/** A pair for `pipeThrough`: bytes in, events out. */
export interface InputEventStream extends Omit<InputEvents, typeof Symbol.asyncIterator> {
  readonly writable: WritableStream<Uint8Array>
  readonly readable: ReadableStream<LogEvent>
}

/**
 * Reads an input in any form and any compression that is understood. Nothing is read before it is asked for; each event is
 * a copy and stays valid as long as it is kept.
 *
 * @throws {CompressionError} while iterating, when data cannot be decompressed, or at a limit; what came before was given
 */
export function readInput(source: InputSource, options: ReadInputOptions = {}): InputEvents {
  return inputEvents((onWarning) => decompress(source, { limits: options.limits, onWarning }), options)
}

/**
 * Goes on with a log of auditd's that somebody has begun to read with a `LogReader` alone, from the line at which that has
 * stopped; what comes after it is plain. The events in flight are given here.
 */
export function continueInput(
  started: StartedLog,
  rest: AsyncIterable<Uint8Array>,
  options: ReadInputOptions = {},
): InputEvents {
  const plain = { compression: [], chunks: rest }
  return inputEvents(() => plain, { ...options, started })
}

type OpenInput = Pick<DecompressedInput, 'compression' | 'chunks'>

function inputEvents(
  open: (onWarning: (warning: DecompressionWarning) => void) => Promise<OpenInput> | OpenInput,
  options: ReadInputOptions,
): InputEvents {
  const sources = new WeakMap<LogEvent, RecordSource>()
  let ready: LogEvent[] = []
  let compression: readonly Compression[] = []
  const warnings: string[] = []
  const reader = new InputReader({
    ...options,
    sink(event) {
      const copy = copyEvent(event)
      const from = reader.sourceOfEvent(event)
      if (from !== undefined) sources.set(copy, from)
      ready.push(copy)
      return true
    },
  })
  const takeReady = (): LogEvent[] => {
    const events = ready
    ready = []
    return events
  }
  async function* events(): AsyncGenerator<LogEvent, void, undefined> {
    const input = await open((warning) => {
      warnings.push(`NOTE - the input ${warning.message}`)
      options.onWarning?.(warning)
    })
    compression = input.compression
    if (options.started !== undefined) {
      reader.takeOver()
      yield* takeReady()
    }
    for await (const chunk of input.chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        reader.push(chunk.subarray(at, at + PIECE_BYTES))
        yield* takeReady()
      }
    }
    reader.end()
    yield* takeReady()
  }
  return {
    sourceOf: (event) => sources.get(event),
    get compression() {
      return compression
    },
    get report() {
      return reader.report
    },
    notes() {
      const { records, outsideWindow, malformed, cutLines, cutRecords } = reader.counters
      const notes = inputNotes(reader.report, {
        records: records + outsideWindow,
        malformed: Object.values(malformed).reduce((sum, lines) => sum + lines, 0),
        cutLines,
        cutRecords,
        readEverything: "choice 'any'",
      })
      return [...warnings, ...notes]
    },
    [Symbol.asyncIterator]: events,
  }
}

/** As {@link readInput}, to be put after a stream of bytes: `file.stream().pipeThrough(inputEventStream())`. */
export function inputEventStream(options: ReadInputOptions = {}): InputEventStream {
  const bytes = new TransformStream<Uint8Array, Uint8Array>()
  const input = readInput(bytes.readable, options)
  const events = input[Symbol.asyncIterator]()
  const readable = new ReadableStream<LogEvent>({
    async pull(controller) {
      const { done, value } = await events.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await events.return?.()
    },
  })
  return {
    writable: bytes.writable,
    readable,
    sourceOf: input.sourceOf,
    get compression() {
      return input.compression
    },
    get report() {
      return input.report
    },
    notes: input.notes,
  }
}
