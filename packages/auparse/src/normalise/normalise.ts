/** Who did what to what, how, and with what result: normalises one event (spec 04 §4). */
import * as RecordType from '@ts-audit/tables/record-type'
import { normaliseCompound } from './compound.ts'
import type { EventView } from './event-view.ts'
import { Normalisation } from './normalisation.ts'
import type { Inquiry } from './questions.ts'
import { normaliseSingle } from './single.ts'
import type { Slots } from './slots.ts'

/**
 * Fills the slots of an event. `withAttributes` also gathers what else is known of subject and object; that can change
 * other slots, as in the reference. Undefined for an event of several records without a SYSCALL among them.
 */
export function normaliseView(event: EventView, withAttributes: boolean): Slots | undefined {
  return normaliseHeard(event, withAttributes, undefined)
}

/** As {@link normaliseView}; `inquiry` records what it looks at, except for the types of the records. */
export function normaliseHeard(
  event: EventView,
  withAttributes: boolean,
  inquiry: Inquiry | undefined,
): Slots | undefined {
  const normalisation = new Normalisation(event, withAttributes, inquiry)
  const isCompound = event.records.length > 1 || normalisation.leadType === RecordType.SYSCALL
  if (!isCompound) normaliseSingle(normalisation)
  else if (!normaliseCompound(normalisation)) return undefined
  return normalisation.slots
}
