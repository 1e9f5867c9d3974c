/** Keeps a copy of what a log says, as long as it is small enough, so that it can be read again in another order. */
import type { ExactStamp, LogEvent, LogRecord } from '@ts-audit/log'
import { PLAIN, recordOf, TERMINATED } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { callKind } from '../records/call-kind.ts'
import { NumberColumn, StampColumn, Uint32Column } from '../track/columns.ts'

/** A log of which more than this would have to be kept is not kept at all. */
const MOST_BYTES = 64 << 20
const CHUNK_BYTES = 1 << 18
/** What an event and a record take beside their text, as objects. */
const EVENT_BYTES = 120
const RECORD_BYTES = 100

/** An event as it was, with the boot that its input names. */
export interface KeptEvent {
  readonly event: LogEvent
  readonly boot: string | undefined
}

/** Messages that the input said were lost, before the event of that number. */
export interface KeptLoss {
  readonly before: number
  readonly lost: number
  readonly event: string
}

/** The nodes and boots of events. */
interface Source {
  readonly node: string | undefined
  readonly boot: string | undefined
}

/** Events as numbers, in columns outside the heap. */
class EventColumns {
  readonly stamp = new StampColumn()
  readonly type = new NumberColumn()
  readonly source = new Uint32Column()
  /** Where the records of the next event begin. */
  readonly recordsEnd = new Uint32Column()
}

/** Records likewise; positions are in their chunk. */
class RecordColumns {
  readonly chunk = new Uint32Column()
  readonly start = new Uint32Column()
  /** One more than the position, and 0 where it is none. */
  readonly body = new Uint32Column()
  readonly textEnd = new Uint32Column()
  readonly end = new Uint32Column()
  readonly type = new NumberColumn()
  readonly form = new Uint32Column()
}

/** The events of a log in the order they came: numbers and text, which become objects only when somebody asks for them. */
export class EventStore {
  #events = new EventColumns()
  #records = new RecordColumns()
  #eventCount = 0
  #recordCount = 0
  /** Mostly the next event is from where the one before was. */
  #sources: Source[] = []
  #exact = new Map<number, ExactStamp>()
  #losses: KeptLoss[] = []
  #chunks: Uint8Array[] = []
  #used = 0
  #bytes = 0
  #isFull = false
  readonly #most: number

  constructor(most = MOST_BYTES) {
    this.#most = most
  }

  /** Whether the log has become too large; nothing is kept then. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** The events, made anew each time. */
  events(): readonly KeptEvent[] {
    return Array.from({ length: this.#eventCount }, (_, at) => this.#event(at))
  }

  get losses(): readonly KeptLoss[] {
    return this.#losses
  }

  add(event: LogEvent, boot: string | undefined): void {
    if (this.#isFull) return
    const { node, exact, type } = event
    this.#addRecords(neededRecords(event))
    const at = this.#eventCount++
    const columns = this.#events
    columns.stamp.set(at, event)
    columns.type.set(at, type)
    columns.source.set(at, this.#sourceOf(node, boot))
    columns.recordsEnd.set(at, this.#recordCount)
    if (exact !== undefined) this.#exact.set(at, exact)
    this.#bytes += EVENT_BYTES
    if (this.#bytes > this.#most) this.drop()
  }

  addLoss(lost: number, event: string): void {
    if (!this.#isFull) this.#losses.push({ before: this.#eventCount, lost, event })
  }

  /** Nothing is to be kept any longer. */
  drop(): void {
    this.#isFull = true
    this.#events = new EventColumns()
    this.#records = new RecordColumns()
    this.#eventCount = 0
    this.#recordCount = 0
    this.#sources = []
    this.#exact = new Map()
    this.#losses = []
    this.#chunks = []
  }

  #sourceOf(node: string | undefined, boot: string | undefined): number {
    const latest = this.#sources.at(-1)
    if (latest !== undefined && latest.node === node && latest.boot === boot) return this.#sources.length - 1
    return this.#sources.push({ node, boot }) - 1
  }

  /** Records that stand one behind the other, as those of most events do, are copied together. */
  #addRecords(records: readonly LogRecord[]): void {
    let from = 0
    for (let at = 1; at <= records.length; at++) {
      const last = records[at - 1] as LogRecord
      const next = records[at]
      if (next !== undefined && next.bytes === last.bytes && next.start === last.end + 1) continue
      this.#addLines(records, from, at)
      from = at
    }
  }

  #addLines(records: readonly LogRecord[], from: number, to: number): void {
    const { bytes, start: first } = records[from] as LogRecord
    const { end: last } = records[to - 1] as LogRecord
    const length = last - first
    const shift = this.#placeFor(length) - first
    const chunk = this.#chunks.length - 1
    ;(this.#chunks[chunk] as Uint8Array).set(bytes.subarray(first, last), first + shift)
    this.#bytes += length + (to - from) * RECORD_BYTES
    const columns = this.#records
    for (let index = from; index < to; index++) {
      const { start, body, textEnd, end, type, terminated, isPlain } = records[index] as LogRecord
      const at = this.#recordCount++
      columns.chunk.set(at, chunk)
      columns.start.set(at, start + shift)
      columns.body.set(at, body < 0 ? 0 : body + shift + 1)
      columns.textEnd.set(at, textEnd + shift)
      columns.end.set(at, end + shift)
      columns.type.set(at, type)
      columns.form.set(at, (terminated ? TERMINATED : 0) | (isPlain === true ? PLAIN : 0))
    }
  }

  /** Where the next bytes go, in the last chunk. */
  #placeFor(length: number): number {
    const chunk = this.#chunks.at(-1)
    if (chunk === undefined || this.#used + length > chunk.length) {
      this.#chunks.push(new Uint8Array(Math.max(CHUNK_BYTES, length)))
      this.#used = 0
    }
    const at = this.#used
    this.#used += length
    return at
  }

  #event(at: number): KeptEvent {
    const { stamp, type, source, recordsEnd } = this.#events
    const { node, boot } = this.#sources[source.get(at)] as Source
    const records: LogRecord[] = []
    const end = recordsEnd.get(at)
    for (let index = at === 0 ? 0 : recordsEnd.get(at - 1); index < end; index++)
      records.push(this.#record(index))
    const event = {
      node,
      ...stamp.get(at),
      exact: this.#exact.get(at),
      type: type.get(at) ?? 0,
      records,
    }
    return { event, boot }
  }

  #record(at: number): LogRecord {
    const { chunk, start, body, textEnd, end, type, form } = this.#records
    return recordOf(
      this.#chunks[chunk.get(at)] as Uint8Array,
      start.get(at),
      body.get(at) - 1,
      textEnd.get(at),
      end.get(at),
      type.get(at) ?? 0,
      form.get(at),
    )
  }
}

/**
 * What following programs needs of an event. Of a call that has nothing to do with them one record is enough: it says that the
 * event was there.
 */
export function neededRecords({ records }: LogEvent): readonly LogRecord[] {
  let call: LogRecord | undefined
  for (const record of records) {
    const { type } = record
    if (type === RecordType.BPF || type === RecordType.EXECVE || type === RecordType.CONFIG_CHANGE)
      return records
    if (record.type === RecordType.SYSCALL) call = record
  }
  return call === undefined || callKind(call, records) !== undefined ? records : records.slice(0, 1)
}
