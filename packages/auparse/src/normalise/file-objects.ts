/** Which file an event is about: the PATH, CWD and SOCKADDR records beside a SYSCALL (spec 04 §5.6). */
import * as RecordType from '@ts-audit/tables/record-type'
import { location } from './location.ts'
import type { Normalisation } from './normalisation.ts'
import type { ObjectKind } from './object-kind.ts'

/** The rule SECOND-NAME: the second object is the name in a given record. */
export function takeSecondName(normalisation: Normalisation, record: number): void {
  const { head } = normalisation
  head.goTo(record)
  head.top()
  normalisation.take('objectSecond', 'name', record)
}

/** The rule PICK-FILE: the object is the first file from a given record on that is not just a parent directory. */
export function pickFile(normalisation: Normalisation, start: number): void {
  const { head, slots } = normalisation
  const record = findFileRecord(normalisation, start)
  if (record === undefined || head.type !== RecordType.PATH) return
  head.top()
  slots.object = normalisation.seekAt('name', record)
  slots.objectSecondary = normalisation.seekAt('inode', record)
  // For a PATH without inode and mode these come from a later record [quirk].
  if (head.seek('mode'))
    slots.objectKind = (head.judge('objectKind') as ObjectKind | undefined) ?? slots.objectKind
}

/** Leaves the head on the record to take the file from; undefined when there is none. */
function findFileRecord({ head }: Normalisation, start: number): number | undefined {
  head.goTo(start)
  head.top()
  // Record 0 is never remembered as a parent [quirk].
  let parent = 0
  while (head.seek('nametype')) {
    if (head.judge('isParent') !== true) return head.recordNumber
    if (parent === 0) parent = head.recordNumber
    if (!head.next()) return undefined
  }
  if (parent === 0) return undefined
  head.goTo(parent)
  head.top()
  return parent
}

/** The rule PATH-ATTRS: the record's `mode` and every field after it are attributes of the object. */
export function addPathAttributes(normalisation: Normalisation): void {
  const { head, slots } = normalisation
  const record = head.recordNumber
  head.top()
  if (!normalisation.addObjectAttribute(record, 'mode')) return
  while (head.step()) slots.objectAttributes.push(location(record, head.fieldNumber))
}

/** Fields that are attributes of the object when their record comes before the file's PATH. */
const surroundings: ReadonlyMap<number, string> = new Map([
  [RecordType.CWD, 'cwd'],
  [RecordType.SOCKADDR, 'saddr'],
])

/** The rule FILE-ATTRS: what the event says about the first file that is not just a parent directory. */
export function addFileAttributes(normalisation: Normalisation): void {
  const { head, withAttributes } = normalisation
  if (!withAttributes) return
  head.rewind()
  let parent = 0
  do {
    const field = surroundings.get(head.type)
    if (field !== undefined) normalisation.addObjectAttribute(head.recordNumber, field)
    if (head.type !== RecordType.PATH) continue
    if (!head.seek('nametype') || head.judge('isParent') !== true) {
      addPathAttributes(normalisation)
      return
    }
    if (parent === 0) parent = head.recordNumber
  } while (head.next())
  if (parent === 0) return
  head.goTo(parent)
  addPathAttributes(normalisation)
}
