/** Whether a file is auditd's log. */
import { closeSync, openSync, readSync } from 'node:fs'
import { type LogCounters, LogReader } from '@ts-audit/log'
import { compressionOf } from '../compression/compressions.ts'
import { HEAD_BYTES, holdsRecord, isEventJson, isPlainLog, LOOK_BYTES } from '../holds-record.ts'
import { beginsAsAuditLine } from '../record-heads.ts'

const NOTHING = new Uint8Array(0)

/** Whether the beginning of a file, as it is, holds a record of auditd's log; false for one that cannot be read. */
export function holdsAuditRecord(path: string): boolean {
  return holdsRecord(pathBeginning(path))
}

/**
 * Whether a regular file that is open is one that the choice `auto` reads as auditd's log, not compressed; false for one that
 * cannot be read. Where it is read from next stays.
 */
export function isPlainLogFile(file: number): boolean {
  const beginning = beginningOf(file)
  return compressionOf(beginning) === undefined && isPlainLog(beginning)
}

/** Whether a file begins as events that `ts-ausearch` has printed as JSON; false for one that cannot be read. */
export function holdsEventJson(path: string): boolean {
  return isEventJson(pathBeginning(path, HEAD_BYTES))
}

/** The time of the first line of a file, where that is a record of auditd's log. */
export function plainFirstStamp(path: string): LogCounters['firstStamp'] {
  const beginning = pathBeginning(path)
  if (!beginsAsAuditLine(beginning, 0, beginning.length)) return undefined
  const reader = new LogReader({ sink: () => true, stopsAt: () => true })
  reader.push(beginning)
  return reader.counters.firstStamp
}

function pathBeginning(path: string, most = LOOK_BYTES): Uint8Array {
  try {
    const file = openSync(path, 'r')
    try {
      return beginningOf(file, most)
    } finally {
      closeSync(file)
    }
  } catch {
    return NOTHING
  }
}

/** What can be read of it. */
function beginningOf(file: number, most = LOOK_BYTES): Uint8Array {
  const beginning = new Uint8Array(most)
  let length = 0
  try {
    for (let count = -1; count !== 0 && length < most; length += count) {
      count = readSync(file, beginning, length, most - length, length)
    }
  } catch {
    // What was read before counts.
  }
  return beginning.subarray(0, length)
}
