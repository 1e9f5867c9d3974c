/** Reads what a CONFIG_CHANGE record (type 1305) or auditd's own records say was done to auditing. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { bodyStart, decodeId, decodeString, walkFields } from './field-walk.ts'

/** The list of rules that exclude records by type (AUDIT_FILTER_EXCLUDE of include/uapi/linux/audit.h). */
const EXCLUDE = '5'

/** A change of auditing. */
export type AuditChange = {
  readonly auid: number | undefined
  readonly ses: number | undefined
  readonly pid: number | undefined
} & (
  | { readonly kind: 'disabled' }
  | {
      readonly kind: 'rule-added' | 'rule-removed'
      readonly key: string | undefined
      readonly isExclude: boolean
    }
  | { readonly kind: 'daemon-end' | 'daemon-start' | 'shutdown' }
)

/** What was changed; undefined for changes that hide nothing, and for those that failed. */
export function readAuditChange(record: LogRecord): AuditChange | undefined {
  const fields = fieldsOf(record)
  const who = {
    auid: decodeId(fields.get('auid')),
    ses: decodeId(fields.get('ses')),
    pid: decodeId(fields.get('pid')),
  }
  if (record.type === RecordType.DAEMON_END || record.type === RecordType.DAEMON_ABORT)
    return { ...who, kind: 'daemon-end' }
  if (record.type === RecordType.DAEMON_START) return { ...who, kind: 'daemon-start' }
  if (record.type === RecordType.SYSTEM_SHUTDOWN) return { ...who, kind: 'shutdown' }
  if (fields.get('res') === '0') return undefined
  if (fields.get('audit_enabled') === '0' && fields.get('old') !== '0') return { ...who, kind: 'disabled' }
  // Before 4.x the operation is quoted, and of two words.
  const op = fields.get('op')?.replaceAll('"', '').replace(' ', '_')
  if (op !== 'add_rule' && op !== 'remove_rule') return undefined
  const kind = op === 'add_rule' ? 'rule-added' : 'rule-removed'
  return { ...who, kind, key: decodeString(fields.get('key')), isExclude: fields.get('list') === EXCLUDE }
}

function fieldsOf(record: LogRecord): ReadonlyMap<string, string> {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const fields = new Map<string, string>()
  walkFields(text, bodyStart(text), text.length, (name, value) => {
    if (!fields.has(name)) fields.set(name, value)
  })
  return fields
}
