/** What has no place in an OCSF event, by the names of the fields. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { Part } from './document-parts.ts'
import type { EventFacts } from './event-facts.ts'
import { createNamedTexts, isEmpty, type NamedTexts } from './named-texts.ts'
import { OcsfClass } from './ocsf-class.ts'
import { Field } from './roles.ts'

const NAMES = [
  'tty',
  'subj',
  'op',
  'terminal',
  'id',
  'grp',
  'hostname',
  'vm',
  'suid',
  'fsuid',
  'sgid',
  'fsgid',
] as const
const PLACES = NAMES.map((name) => Field[name])

/** The fields without a place; undefined where all have one. */
export function unmappedOf(facts: EventFacts, part: Part, classUid: number): NamedTexts | undefined {
  const { program, hasProcess, isBystander } = part
  const unmapped = hasProcess ? facts.takeOther() : createNamedTexts()
  if (hasProcess) {
    for (let at = 0; at < NAMES.length; at++) {
      const text = facts.value(PLACES[at] as number)
      if (text !== undefined) unmapped[NAMES[at] as string] = text
    }
    takeCall(facts, classUid, unmapped)
    if (facts.oldAuid !== undefined) unmapped['old_auid'] = facts.oldAuid
    if (facts.type === RecordType.LOGIN) {
      const session = facts.value(Field.ses)
      if (session !== undefined) unmapped['ses'] = session
      if (facts.oldSes !== undefined) unmapped['old_ses'] = facts.oldSes
    }
    if (facts.permissions.length > 0) unmapped['seperms'] = facts.permissions.join(',')
  }
  if (program !== undefined) {
    if (program.progId !== undefined) unmapped['prog_id'] = program.progId
    if (program.op !== undefined) unmapped['op'] = program.op
    if (isBystander) unmapped['context'] = 'bystander'
  }
  return isEmpty(unmapped) ? undefined : unmapped
}

function takeCall(facts: EventFacts, classUid: number, unmapped: NamedTexts): void {
  const arch = facts.value(Field.arch)
  const syscall = facts.value(Field.syscall)
  const exit = facts.value(Field.exit)
  if (arch !== undefined) unmapped['arch'] = arch
  if (syscall !== undefined && (classUid !== OcsfClass.KERNEL || facts.programs.length > 0)) {
    unmapped['syscall'] = syscall
  }
  if (exit !== undefined) unmapped['exit'] = exit
}
