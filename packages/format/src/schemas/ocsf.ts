/** Events in OCSF 1.8: one for each event, and one for each BPF record. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import { ecsRecordClass } from '@ts-audit/tables/event-schemas'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { documentParts, type Part } from './document-parts.ts'
import { failureName } from './errno-text.ts'
import { EventFacts } from './event-facts.ts'
import { OTHER_ACTIVITY, ocsfProgramType, ocsfSyscallTypeOf, ocsfTypeOf } from './ocsf-class.ts'
import type { OcsfEvent } from './ocsf-document.ts'
import { takeOcsfObjects } from './ocsf-objects.ts'
import { ocsfSeverity } from './ocsf-severity.ts'
import { unmappedOf } from './ocsf-unmapped.ts'
import { originalText } from './original-text.ts'
import { Field } from './roles.ts'
import { wasDenied } from './verdict.ts'

const PRODUCT = { name: 'Linux audit', vendor_name: 'Linux' } as const

/** Gives the OCSF events of one audit event after the other; make one for a log. */
export function createOcsf(context: InterpretContext): (event: LogEvent) => OcsfEvent[] {
  const facts = new EventFacts(context)
  return (event) => {
    facts.load(event)
    const raw = originalText(event.records)
    return documentParts(facts).map((part) => ocsfEvent(facts, part, raw))
  }
}

function ocsfEvent(facts: EventFacts, part: Part, raw: string): OcsfEvent {
  const type = typeOf(facts, part)
  const classUid = Math.floor(type / 100)
  const activity = type % 100
  const code = codeOf(facts, part)
  const result: OcsfEvent = {
    activity_id: activity,
    category_uid: Math.floor(classUid / 1000),
    class_uid: classUid,
    type_uid: type,
    severity_id: ocsfSeverity(facts, part),
    time: Number(facts.seconds) * 1000 + facts.milliseconds,
    metadata: {
      version: '1.8.0',
      product: PRODUCT,
      log_name: 'audit',
      log_provider: 'auditd',
      event_code: code,
      original_event_uid: facts.stamp,
      uid: part.id,
      sequence: Number(facts.serial),
      profiles: ['host'],
    },
    device: deviceOf(facts),
    raw_data: raw,
  }
  if (activity === OTHER_ACTIVITY) result.activity_name = activityName(facts, part, code)
  if (part.hasProcess) takeResult(facts, result)
  if (part.hasProcess && facts.keys.length > 0) result.metadata.labels = facts.keys
  takeDecision(facts, part, result)
  takeOcsfObjects(facts, part, result)
  const unmapped = unmappedOf(facts, part, classUid)
  if (unmapped !== undefined) result.unmapped = unmapped
  return result
}

function typeOf(facts: EventFacts, { program, isSyscall }: Part): number {
  if (program !== undefined) return ocsfProgramType(program)
  return isSyscall ? ocsfSyscallTypeOf(facts) : ocsfTypeOf(facts)
}

function codeOf(facts: EventFacts, { program, isSyscall }: Part): string {
  if (program !== undefined) return 'BPF'
  return isSyscall ? 'SYSCALL' : formatRecordType(facts.type)
}

function activityName(facts: EventFacts, { program }: Part, code: string): string {
  const action = program === undefined ? ecsRecordClass(facts.type)?.action : program.op
  return action ?? code.toLowerCase()
}

/** One identifier is obligatory. */
function deviceOf({ nodeText }: EventFacts): OcsfEvent['device'] {
  return nodeText === undefined ? { uid: 'unknown', type_id: 0 } : { hostname: nodeText, type_id: 0 }
}

function takeResult(facts: EventFacts, result: OcsfEvent): void {
  const { success } = facts
  if (success !== undefined) result.status_id = success ? 1 : 2
  const code = failureName(facts.value(Field.exit))
  if (code !== undefined) result.status_code = code
}

/** The profile `security_control`. */
function takeDecision(facts: EventFacts, { program, isSyscall }: Part, result: OcsfEvent): void {
  if (program !== undefined || isSyscall) return
  const denied = wasDenied(facts)
  if (denied === undefined) return
  result.metadata.profiles.push('security_control')
  result.action_id = denied ? 2 : 1
  if (denied && facts.other['permissive'] === '1') result.disposition_id = 17
  else result.disposition_id = denied ? 2 : 1
}
