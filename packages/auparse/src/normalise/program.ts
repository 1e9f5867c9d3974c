/** Which program did it: the executable, or the script that an interpreter ran (spec 04 §3.5, §5.6). */
import * as RecordType from '@ts-audit/tables/record-type'
import type { Normalisation } from './normalisation.ts'

/**
 * HOW from `exe`, or from a `comm` right before or anywhere after it when `exe` is an interpreter.
 * False when there is no `exe`.
 */
export function takeProgramAsHow(normalisation: Normalisation): boolean {
  const { head } = normalisation
  if (!normalisation.takeHow('exe')) return false
  if (head.judge('isInterpreter')) {
    head.back()
    normalisation.takeHow('comm')
  }
  return true
}

/** What a lead record names as the object in place of the program. */
const leadObjects: ReadonlyMap<number, string> = new Map([
  [RecordType.BPF, 'prog-id'],
  [RecordType.EVENT_LISTENER, 'nl-mcgrp'],
  [RecordType.MAC_POLICY_LOAD, 'lsm'],
])

/** The rule PROGRAM: the object is what the lead record names, else the program. */
export function takeProgramAsObject(normalisation: Normalisation): void {
  const { head, slots, leadType } = normalisation
  head.rewind()
  const field = leadObjects.get(leadType)
  if (field !== undefined) {
    normalisation.takeHere('object', field)
    return
  }
  if (!head.seek('exe')) return
  if (head.judge('isInterpreter')) {
    head.back()
    head.seek('comm')
  }
  // After a missed `comm` the head is off and this is record 0, field 0 [quirk].
  slots.object = head.here
}
