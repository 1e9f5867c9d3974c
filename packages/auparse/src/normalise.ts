/** Normalised events: who did what to what, how, and with what result. */
export { type EventKind, eventKind } from './normalise/event-kind.ts'
export { type NormalisedEvent, type NormalisedField, normaliseEvent } from './normalise/normalised-event.ts'
export type { ObjectKind } from './normalise/object-kind.ts'
export type { SubjectKind } from './normalise/subject-kind.ts'
