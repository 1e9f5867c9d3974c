/** Normalised events: who did what to what, how, and with what result. */
export type { EventKind } from './event-kind.ts'
export { eventKind } from './event-kind.ts'
export { createEventViewer, EventView } from './event-view.ts'
export { fieldOf, type Location, location, recordOf } from './location.ts'
export { normaliseView } from './normalise.ts'
export { type NormalisedEvent, type NormalisedField, normaliseEvent } from './normalised-event.ts'
export { createNormaliser } from './normaliser.ts'
export type { ObjectKind } from './object-kind.ts'
export type { RecordView } from './record-view.ts'
export { type Positions, Slots } from './slots.ts'
export type { SubjectKind } from './subject-kind.ts'
export {
  attributeText,
  howText,
  isInConfigChange,
  namesSetting,
  nodeText,
  pathOrTextAt,
  subjectText,
  succeeded,
  textAt,
} from './wording.ts'
