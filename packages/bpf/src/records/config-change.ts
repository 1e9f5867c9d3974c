/** Reads what a CONFIG_CHANGE record (type 1305) or auditd's own records say was done to auditing. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { bodyStart, decodeId, decodeString, walkFields } from './field-walk.ts'

/** Lists of rules (AUDIT_FILTER_TASK and AUDIT_FILTER_EXCLUDE of include/uapi/linux/audit.h). */
export const TASK_LIST = 1
export const EXCLUDE_LIST = 5

/** A change of auditing. */
export type AuditChange = {
  readonly auid: number | undefined
  readonly ses: number | undefined
  readonly pid: number | undefined
} & (
  | { readonly kind: 'disabled' | 'enabled' | 'locked' }
  | {
      /** Another setting: `audit_rate_limit`, `audit_failure` and their like. */
      readonly kind: 'setting'
      readonly name: string
      readonly value: string
      readonly old: string | undefined
    }
  | {
      readonly kind: 'rule-added' | 'rule-removed'
      readonly key: string | undefined
      readonly isExclude: boolean
      /** The number of its list. */
      readonly list: number | undefined
    }
  | { readonly kind: 'daemon-end' | 'daemon-start' | 'daemon-resume' | 'daemon-rotate' | 'shutdown' }
)

/** What was changed; undefined for what is no change, and for those that failed. */
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
  if (record.type === RecordType.DAEMON_RESUME) return { ...who, kind: 'daemon-resume' }
  if (record.type === RecordType.DAEMON_ROTATE) return { ...who, kind: 'daemon-rotate' }
  if (record.type === RecordType.SYSTEM_SHUTDOWN) return { ...who, kind: 'shutdown' }
  if (fields.get('res') === '0') return undefined
  const old = fields.get('old')
  const enabled = fields.get('audit_enabled')
  if (enabled !== undefined) {
    if (enabled === old) return undefined
    return { ...who, kind: enabled === '0' ? 'disabled' : enabled === '2' ? 'locked' : 'enabled' }
  }
  // Before 4.x the operation is quoted, and of two words.
  const op = fields.get('op')?.replaceAll('"', '').replace(' ', '_')
  if (op !== 'add_rule' && op !== 'remove_rule') return settingOf(fields, who)
  const kind = op === 'add_rule' ? 'rule-added' : 'rule-removed'
  const list = decodeId(fields.get('list'))
  return { ...who, kind, key: decodeString(fields.get('key')), isExclude: list === EXCLUDE_LIST, list }
}

/** Whether a setting makes that less is logged than came: a limit of the rate, a shorter queue, silence about losses. */
export function isBlinding({
  name,
  value,
  old,
}: {
  readonly name: string
  readonly value: string
  readonly old: string | undefined
}): boolean {
  if (name === 'audit_rate_limit') return value !== '0'
  if (name === 'audit_failure') return value === '0'
  return name === 'audit_backlog_limit' && old !== undefined && Number(value) < Number(old)
}

type Who = Pick<AuditChange, 'auid' | 'ses' | 'pid'>

/** `audit_rate_limit=100 old=0`: the first field of that name whose value has changed. */
function settingOf(fields: ReadonlyMap<string, string>, who: Who): AuditChange | undefined {
  const old = fields.get('old')
  for (const [name, value] of fields) {
    if (!name.startsWith('audit_')) continue
    return value === old ? undefined : { ...who, kind: 'setting', name, value, old }
  }
  return undefined
}

function fieldsOf(record: LogRecord): ReadonlyMap<string, string> {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const fields = new Map<string, string>()
  walkFields(text, bodyStart(text), text.length, (name, value) => {
    if (!fields.has(name)) fields.set(name, value)
  })
  return fields
}
