/** Which records of an event the library sees, and how it groups them (spec 02 §7.1, spec 06 §A3). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { recordText } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { isSingleRecordType } from '@ts-audit/tables/record-types'
import { splitRecord } from '../fields/split-record.ts'
import { hasPlainType } from './plain-type.ts'

/** A permission list of an AVC shorter than this cannot be too long (spec 03 §1.5). */
const shortDecision = 255

/** Takes the records of one library event; `types` are their types, where these differ from what the log reader says. */
export type LibraryEventSink = (records: readonly LogRecord[], types: readonly number[] | undefined) => void

/** How the library reads a record: a refused one stays in an event that has begun, but does not begin or end one. */
interface Reading {
  readonly type: number
  readonly refused: boolean
}

/**
 * Takes an event apart as the library does, which completes an event with every record of a type that can stand alone:
 * a PATH after the PROCTITLE is an event of its own. An EOE never begins an event.
 */
export function forEachLibraryEvent(event: LogEvent, sink: LibraryEventSink): void {
  if (isOneLibraryEvent(event.records)) sink(event.records, undefined)
  else takeApart(event.records, sink)
}

/** The usual case, recognised without allocating anything. */
function isOneLibraryEvent(records: readonly LogRecord[]): boolean {
  const last = records.length - 1
  if (records[0]?.type === RecordType.EOE) return false
  for (let number = 0; number <= last; number++) {
    const record = records[number] as LogRecord
    if (number < last && isSingleRecordType(record.type)) return false
    if (!isEverydayRecord(record)) return false
  }
  return true
}

function takeApart(all: readonly LogRecord[], sink: LibraryEventSink): void {
  let records: LogRecord[] = []
  let types: number[] = []
  for (const record of all) {
    const reading = readRecord(record)
    if (reading === undefined) continue
    const { type, refused } = reading
    if (records.length === 0 && (refused || type === RecordType.EOE)) continue
    records.push(record)
    types.push(type)
    if (refused || !isSingleRecordType(type)) continue
    sink(records, types)
    records = []
    types = []
  }
  if (records.length > 0) sink(records, types)
}

/** True for records that the library and the log reader understand in the same way. */
function isEverydayRecord(record: LogRecord): boolean {
  const mayBeTooLong =
    (record.type === RecordType.AVC || record.type === RecordType.USER_AVC) &&
    record.textEnd - record.start > shortDecision
  return !mayBeTooLong && hasPlainType(record)
}

/** Undefined for a record whose header the library cannot read: a node token without a node name. */
function readRecord(record: LogRecord): Reading | undefined {
  if (isEverydayRecord(record)) return { type: record.type, refused: false }
  const text = recordText(record)
  const firstToken = /[^ ]+/.exec(text)?.[0] ?? ''
  if (firstToken.startsWith('n') && firstToken.length < 6) return undefined
  const { type, failed } = splitRecord(text)
  return { type, refused: failed }
}
