/** Interpreted records, many of them: by the fast walk where there is one, by the portable walk otherwise. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { RecordInterpreter } from './record-interpreter.ts'
import { WasmWalk } from './wasm-walk.ts'

/** About this many bytes are held back before they are written. */
const HELD_BYTES = 128 << 10

/** Writes as {@link RecordInterpreter} does, into a buffer of its own that {@link flush} empties. */
export class BulkInterpreter {
  /** What is held back; separators between records go here too. */
  readonly out: ByteSink
  readonly #records: RecordInterpreter
  readonly #walk: WasmWalk | undefined

  constructor(context: InterpretContext) {
    this.#records = new RecordInterpreter(context)
    this.#walk = WasmWalk.create(context)
    this.out = this.#walk?.out ?? new ByteSink()
  }

  /** As {@link RecordInterpreter.write}, into {@link out}. */
  write(record: LogRecord, event: LogEvent, enrichedBy: LogRecord = record): boolean {
    const isWritten = enrichedBy === record && this.#walk?.write(record, event) === true
    return isWritten || this.#records.write(record, event, this.out, enrichedBy)
  }

  /** As {@link RecordInterpreter.recallArguments}. */
  recallArguments(records: Iterable<readonly [record: LogRecord, event: LogEvent]>): void {
    this.#records.recallArguments(records)
  }

  /** Whether so much is held back that it should be written. */
  get isFull(): boolean {
    return this.out.length > HELD_BYTES
  }

  /** Writes what is held back. */
  flush(into: ByteSink): void {
    into.writeBytes(this.out.bytes, 0, this.out.length)
    if (this.#walk === undefined) this.out.length = 0
    else this.#walk.reset()
  }
}
