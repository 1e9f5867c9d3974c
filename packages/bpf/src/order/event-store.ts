/** Keeps a copy of what a log says, as long as it is small enough, so that it can be read again in another order. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { movedRecord } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { callKind } from '../records/call-kind.ts'

/** A log of which more than this would have to be kept is not kept at all. */
const MOST_BYTES = 64 << 20
const CHUNK_BYTES = 1 << 18
/** What an event and a record take beside their text, roughly. */
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

/** The events of a log in the order they came. */
export class EventStore {
  #events: KeptEvent[] = []
  #losses: KeptLoss[] = []
  #chunk = new Uint8Array(0)
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

  get events(): readonly KeptEvent[] {
    return this.#events
  }

  get losses(): readonly KeptLoss[] {
    return this.#losses
  }

  add(event: LogEvent, boot: string | undefined): void {
    if (this.#isFull) return
    const { node, seconds, milliseconds, serial, exact, type } = event
    const records = neededRecords(event).map((record) => this.#copy(record))
    this.#bytes += EVENT_BYTES
    this.#events.push({ event: { node, seconds, milliseconds, serial, exact, type, records }, boot })
    if (this.#bytes > this.#most) this.drop()
  }

  addLoss(lost: number, event: string): void {
    if (!this.#isFull) this.#losses.push({ before: this.#events.length, lost, event })
  }

  /** Nothing is to be kept any longer. */
  drop(): void {
    this.#isFull = true
    this.#events = []
    this.#losses = []
    this.#chunk = new Uint8Array(0)
  }

  #copy(record: LogRecord): LogRecord {
    const { bytes, start, end } = record
    const length = end - start
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = new Uint8Array(Math.max(CHUNK_BYTES, length))
      this.#used = 0
    }
    const at = this.#used
    this.#chunk.set(bytes.subarray(start, end), at)
    this.#used += length
    this.#bytes += length + RECORD_BYTES
    return movedRecord(record, this.#chunk, at - start)
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
