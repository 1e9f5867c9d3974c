/** Reads which file an event made or removed, from its CWD and PATH records (types 1307 and 1302). */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { bodyStart, decodeString, walkFields } from './field-walk.ts'

/** What the call did to the file; the words of `nametype=`. */
export type NameType = 'CREATE' | 'DELETE'

/** The files of an event's PATH records of one kind; relative ones begin at its CWD record. Text is latin1. */
export function pathsOf(records: readonly LogRecord[], kind: NameType): readonly string[] {
  const paths: string[] = []
  let folder = ''
  for (const record of records) {
    if (record.type === RecordType.CWD) folder = field(record, 'cwd') ?? ''
    else if (record.type === RecordType.PATH && rawField(record, 'nametype') === kind) {
      const name = field(record, 'name')
      if (name !== undefined) paths.push(name)
    }
  }
  return paths.map((path) => (path.startsWith('/') || folder === '' ? path : `${folder}/${path}`))
}

/** The process that a call's OBJ_PID record (type 1318) names as its target. */
export function targetPid(record: LogRecord): number | undefined {
  const pid = rawField(record, 'opid')
  return pid !== undefined && /^\d{1,10}$/.test(pid) ? Number(pid) : undefined
}

/** Whether an OBJ_PID record names auditd as the target. */
export function targetsAuditd(record: LogRecord): boolean {
  return field(record, 'ocomm') === 'auditd'
}

function field(record: LogRecord, name: string): string | undefined {
  return decodeString(rawField(record, name))
}

/** The first value of a field, as the record writes it. */
function rawField(record: LogRecord, name: string): string | undefined {
  const text = latin1(record.bytes, record.start, record.textEnd)
  let found: string | undefined
  walkFields(text, bodyStart(text), text.length, (key, value) => {
    if (key === name) found ??= value
  })
  return found
}
