/** `-a`: access decisions of SELinux and of programs that ask it (AVC). */
import type { ContextEntry, SearchAttributes } from '@ts-audit/auparse/search'
import * as RecordType from '@ts-audit/tables/record-type'
import { command, decision, object, objectClass, permission, subject } from '../columns/access-columns.ts'
import { serial, syscall } from '../columns/event-columns.ts'
import { defineReport } from '../report-definition.ts'
import { textCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

/** AVC and USER_AVC. */
export const accessTypes = typeSet(RecordType.AVC, RecordType.USER_AVC)

/** AppArmor's records of the kernel have types of their own, where its tables are on. */
export const appArmor = typeSet([RecordType.APPARMOR, RecordType.APPARMOR_KILL])
const everyAccess = typeSet(RecordType.AVC, RecordType.USER_AVC, [
  RecordType.APPARMOR,
  RecordType.APPARMOR_KILL,
])

/** A line for each entry that was decided; for an event without any, one for its last entry (spec 05 §7.3). */
function linesOf({ contexts = [] }: SearchAttributes): readonly (ContextEntry | undefined)[] {
  const decided = contexts.filter(isDecided)
  return decided.length > 0 ? decided : [contexts.at(-1)]
}

function isDecided(entry: ContextEntry): boolean {
  return entry.result !== 'unset'
}

export const access = defineReport({
  name: 'avc',
  options: ['-a', '--avc'],
  meaning: 'Avc report',
  argument: 'none',
  types: accessTypes,
  steps: ['comm', 'subject', 'object'],
  detailed: {
    title: 'AVC Report',
    heading: '# date time comm subj syscall class permission obj result event',
    rules: [63, 63],
    entries: linesOf,
    rows: {
      types: everyAccess,
      records: ({ records }) => records.filter(({ type }) => everyAccess.has(type)),
    },
    columns: {
      comm: command,
      subject,
      syscall,
      class: objectClass,
      permission,
      object,
      result: decision,
      serial,
    },
  },
  summary: {
    title: 'Avc Object',
    heading: 'obj',
    rule: 33,
    createCounter: textCounter('raw', ({ attributes }, tally) => {
      for (const entry of attributes.contexts ?? []) {
        if (isDecided(entry) && entry.object !== undefined) tally.add(entry.object)
      }
    }),
  },
})
