/** All records that share one id: node, seconds.milliseconds and serial. */
import { copyBytes, type LogRecord } from './record.ts'

/** What identifies an event, and what orders it (spec 01 §4.1). */
export interface EventId {
  /** The node name as latin1, or undefined when the lines carry none. */
  readonly node: string | undefined
  /** Seconds since 1970-01-01 UTC. Exact up to 2^53−1; beyond, see {@link exact}. */
  readonly seconds: number
  /** 0 to 999. */
  readonly milliseconds: number
  /** Serial number. Exact up to 2^53−1; beyond, see {@link exact}. */
  readonly serial: number
  /** The exact values, only where one of them is beyond 2^53−1 (no kernel writes such an id). */
  readonly exact: ExactStamp | undefined
}

/** Seconds and serial too large for a JavaScript number to hold exactly. */
export interface ExactStamp {
  readonly seconds: bigint
  readonly serial: bigint
}

/** An assembled event, as it leaves the assembler. */
export interface LogEvent extends EventId {
  /** Record type number of the first record. */
  readonly type: number
  /** The records in the order they arrived; at least one. */
  readonly records: readonly LogRecord[]
}

/** Takes one event; returns false to say that it wants no more, and nothing, or anything else, to go on. */
export type EventSink = (event: LogEvent) => unknown

/** True when any record of the event carries an enrichment part. */
export function isEnriched(event: LogEvent): boolean {
  for (const record of event.records) if (record.textEnd !== record.end) return true
  return false
}

/** A copy of an event that stays valid after the sink returns. */
export function copyEvent(event: LogEvent): LogEvent {
  return { ...event, records: event.records.map(copyRecord) }
}

function copyRecord(record: LogRecord): LogRecord {
  return movedRecord(record, copyBytes(record.bytes, record.start, record.end), -record.start)
}

/** The record as a view on another buffer, in which its bytes stand `shift` bytes further on. */
export function movedRecord(record: LogRecord, bytes: Uint8Array, shift: number): LogRecord {
  const { start, body, textEnd, end, type, terminated, isPlain } = record
  return {
    bytes,
    start: start + shift,
    body: body < 0 ? body : body + shift,
    textEnd: textEnd + shift,
    end: end + shift,
    type,
    terminated,
    isPlain,
  }
}
