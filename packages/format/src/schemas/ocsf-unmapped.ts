/** What has no place in an OCSF event, by the names of the fields. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { Part } from './document-parts.ts'
import type { EventFacts } from './event-facts.ts'
import { createNamedTexts, isEmpty, type NamedTexts } from './named-texts.ts'
import { OcsfClass } from './ocsf-class.ts'

const NEVER_MAPPED = [
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

/** The fields without a place; undefined where all have one. */
export function unmappedOf(facts: EventFacts, part: Part, classUid: number): NamedTexts | undefined {
  const { program, hasProcess, isBystander } = part
  const unmapped = createNamedTexts()
  if (program !== undefined) {
    if (program.progId !== undefined) unmapped['prog_id'] = program.progId
    if (program.op !== undefined) unmapped['op'] = program.op
    if (isBystander) unmapped['context'] = 'bystander'
  }
  if (hasProcess) {
    for (const name of NEVER_MAPPED) {
      const text = facts.value(name)
      if (text !== undefined && !(name === 'op' && program !== undefined)) unmapped[name] = text
    }
    takeCall(facts, classUid, unmapped)
    if (facts.oldAuid !== undefined) unmapped['old_auid'] = facts.oldAuid
    if (facts.type === RecordType.LOGIN) {
      const session = facts.value('ses')
      if (session !== undefined) unmapped['ses'] = session
      if (facts.oldSes !== undefined) unmapped['old_ses'] = facts.oldSes
    }
    if (facts.permissions.length > 0) unmapped['seperms'] = facts.permissions.join(',')
    const { other } = facts
    for (const name in other) unmapped[name] = other[name] as string
  }
  return isEmpty(unmapped) ? undefined : unmapped
}

function takeCall(facts: EventFacts, classUid: number, unmapped: NamedTexts): void {
  const arch = facts.value('arch')
  const syscall = facts.value('syscall')
  const exit = facts.value('exit')
  if (arch !== undefined) unmapped['arch'] = arch
  if (syscall !== undefined && (classUid !== OcsfClass.KERNEL || facts.programs.length > 0)) {
    unmapped['syscall'] = syscall
  }
  if (exit !== undefined) unmapped['exit'] = exit
}
