/** How severe OCSF should take an event to be. */
import { ecsRecordClass } from '@ts-audit/tables/event-schemas'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Part } from './document-parts.ts'
import type { EventFacts } from './event-facts.ts'
import { Field } from './roles.ts'
import { wasDenied } from './verdict.ts'

const INFORMATIONAL = 1
const LOW = 2
const MEDIUM = 3
const HIGH = 4

const INTEGRITY_CHECKS: ReadonlySet<number> = new Set([
  RecordType.INTEGRITY_DATA,
  RecordType.INTEGRITY_METADATA,
  RecordType.INTEGRITY_HASH,
  RecordType.INTEGRITY_EVM_XATTR,
])

/** The `severity_id`: 1 for most, 2 for denials and crashes, 3 for anomalies, 4 for failed integrity checks. */
export function ocsfSeverity(facts: EventFacts, { program, isSyscall }: Part): number {
  if (program !== undefined || isSyscall) return INFORMATIONAL
  const { type } = facts
  if (isFailedIntegrityCheck(facts)) return HIGH
  if (type === RecordType.ANOM_ABEND || type === RecordType.ANOM_PROMISCUOUS) return LOW
  if (INTEGRITY_CHECKS.has(type)) return INFORMATIONAL
  if (ecsRecordClass(type)?.kind === 'alert') return MEDIUM
  return wasDenied(facts) === true ? LOW : INFORMATIONAL
}

/** True for an integrity check that does not say it went well. */
export function isFailedIntegrityCheck(facts: EventFacts): boolean {
  return INTEGRITY_CHECKS.has(facts.type) && facts.value(Field.res) !== '1'
}
