/** Events in OCSF 1.8: one for each event, and one for each BPF record. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import { ecsRecordClass } from '@ts-audit/tables/event-schemas'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { documentParts, type Part } from './document-parts.ts'
import { failureName } from './errno-text.ts'
import { EventFacts } from './event-facts.ts'
import { type JsonWriter, jsonKeys, jsonMembers, objectsOf } from './json-writer.ts'
import { OTHER_ACTIVITY, ocsfProgramType, ocsfSyscallTypeOf, ocsfTypeOf } from './ocsf-class.ts'
import type { OcsfEvent } from './ocsf-document.ts'
import { hasLinuxUsers, OcsfObjects } from './ocsf-objects.ts'
import { ocsfSeverity } from './ocsf-severity.ts'
import { unmappedOf } from './ocsf-unmapped.ts'
import { Field } from './roles.ts'
import { wasDenied } from './verdict.ts'

const LOGGED = 17

/** Gives the OCSF events of one audit event after the other; make one for a log. */
export function createOcsf(context: InterpretContext): (event: LogEvent) => OcsfEvent[] {
  const writer = new OcsfWriter(context)
  return objectsOf<LogEvent, OcsfEvent>(
    (event, json) => writer.write(event, json),
    ({ unmapped }) => {
      if (unmapped !== undefined) Object.setPrototypeOf(unmapped, null)
    },
  )
}

/** Writes OCSF events. One serves one run. */
export class OcsfWriter {
  readonly #facts: EventFacts
  readonly #objects = new OcsfObjects()
  readonly #head = jsonMembers({
    version: '1.8.0',
    product: { name: 'Linux audit', vendor_name: 'Linux' },
    log_name: 'audit',
    log_provider: 'auditd',
  })
  readonly #unknownDevice = jsonMembers({ device: { uid: 'unknown', type_id: 0 } })
  readonly #keys = jsonKeys([
    ...(['activity_id', 'category_uid', 'class_uid', 'type_uid', 'severity_id', 'time', 'metadata'] as const),
    ...(['event_code', 'original_event_uid', 'uid', 'sequence', 'profiles', 'labels', 'device'] as const),
    ...(['hostname', 'type_id', 'raw_data', 'activity_name', 'status_id', 'status_code'] as const),
    ...(['action_id', 'disposition_id', 'unmapped'] as const),
  ])

  constructor(context: InterpretContext) {
    this.#facts = new EventFacts(context)
  }

  /** Writes the OCSF events of an event, each on a line. */
  write(event: LogEvent, json: JsonWriter): void {
    const facts = this.#facts
    facts.load(event)
    for (const part of documentParts(facts)) this.#writeEvent(part, json)
  }

  #writeEvent(part: Part, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    const { program, isSyscall, hasProcess } = part
    const type = typeOf(facts, part)
    const classUid = Math.floor(type / 100)
    const activity = type % 100
    const code = codeOf(facts, part)
    const denied = program !== undefined || isSyscall ? undefined : wasDenied(facts)
    json.begin()
    json.number(keys.activity_id, activity)
    json.number(keys.category_uid, Math.floor(classUid / 1000))
    json.number(keys.class_uid, classUid)
    json.number(keys.type_uid, type)
    json.number(keys.severity_id, ocsfSeverity(facts, part))
    json.number(keys.time, Number(facts.seconds) * 1000 + facts.milliseconds)
    this.#writeMetadata(part, code, denied, json)
    this.#writeDevice(json)
    json.original(keys.raw_data, facts.records, facts.writeLines)
    if (activity === OTHER_ACTIVITY) json.text(keys.activity_name, activityName(facts, part, code))
    if (hasProcess) {
      const { success } = facts
      if (success !== undefined) json.number(keys.status_id, success ? 1 : 2)
      json.text(keys.status_code, failureName(facts.value(Field.exit)))
    }
    this.#writeDecision(denied, json)
    this.#objects.write(facts, part, { classUid, uid: part.id, code }, json)
    const unmapped = unmappedOf(facts, part, classUid)
    if (unmapped !== undefined) {
      const opened = json.open(keys.unmapped)
      for (const name in unmapped) json.named(name, unmapped[name] as string)
      json.close(opened)
    }
    json.end()
  }

  #writeMetadata(part: Part, code: string, denied: boolean | undefined, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    const opened = json.open(keys.metadata)
    json.members(this.#head)
    json.text(keys.event_code, code)
    json.text(keys.original_event_uid, facts.stamp)
    json.text(keys.uid, part.id)
    json.number(keys.sequence, Number(facts.serial))
    json.openList(keys.profiles)
    json.item('host')
    if (denied !== undefined) json.item('security_control')
    if (part.hasProcess && hasLinuxUsers(facts)) json.item('linux/linux_users')
    json.closeList()
    if (part.hasProcess && facts.keys.length > 0) json.texts(keys.labels, facts.keys)
    json.close(opened)
  }

  /** One identifier is obligatory. */
  #writeDevice(json: JsonWriter): void {
    const { nodeText } = this.#facts
    if (nodeText === undefined) json.members(this.#unknownDevice)
    else {
      const device = json.open(this.#keys.device)
      json.text(this.#keys.hostname, nodeText)
      json.number(this.#keys.type_id, 0)
      json.close(device)
    }
  }

  /** The profile `security_control`. */
  #writeDecision(denied: boolean | undefined, json: JsonWriter): void {
    if (denied === undefined) return
    const isLogged = denied && this.#facts.other['permissive'] === '1'
    json.number(this.#keys.action_id, denied ? 2 : 1)
    json.number(this.#keys.disposition_id, isLogged ? LOGGED : denied ? 2 : 1)
  }
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
