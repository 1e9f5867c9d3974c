/** Normalised events as plain objects, for users of the library (spec 04 §12). */
import type { LogEvent } from '@ts-audit/log'
import type { InterpretContext } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import type { EventKind } from './event-kind.ts'
import { createEventViewer, type EventView } from './event-view.ts'
import { type Location, recordOf } from './location.ts'
import { normaliseView } from './normalise.ts'
import type { ObjectKind } from './object-kind.ts'
import { Slots } from './slots.ts'
import type { SubjectKind } from './subject-kind.ts'
import { howText, succeeded } from './wording.ts'

/** A field that plays a part in the event. All texts are latin1. */
export interface NormalisedField {
  /** Number of its record in the event, from 0. */
  readonly record: number
  readonly name: string
  /** The raw value, quotes and all. */
  readonly value: string
  /** The interpretation, for file names the whole path; undefined where there is no text. */
  readonly text: string | undefined
}

/** Who did what to what, how, and with what result. What an event does not say is undefined. */
export interface NormalisedEvent {
  readonly node: string | undefined
  /** Seconds since 1970-01-01 UTC. */
  readonly seconds: number | bigint
  readonly milliseconds: number
  readonly serial: number | bigint
  /** Record type number of the first record. */
  readonly type: number
  /** False for several records without a SYSCALL among them; then nothing below is known. */
  readonly normalised: boolean
  readonly kind: EventKind | undefined
  readonly session: NormalisedField | undefined
  readonly subject: {
    /** Who is logged in. */
    readonly primary: NormalisedField | undefined
    /** On whose behalf it was done. */
    readonly secondary: NormalisedField | undefined
    readonly kind: SubjectKind | undefined
    readonly attributes: readonly NormalisedField[]
  }
  readonly action: string | undefined
  readonly result: NormalisedField | undefined
  readonly success: boolean | undefined
  readonly object: {
    readonly primary: NormalisedField | undefined
    readonly secondary: NormalisedField | undefined
    /** A second object, such as the new name of a rename. */
    readonly second: NormalisedField | undefined
    readonly kind: ObjectKind
    readonly attributes: readonly NormalisedField[]
  }
  readonly how: string | undefined
  readonly key: NormalisedField | undefined
}

/**
 * Normalises an event. Usually gives one; several where a record that can stand alone is not the event's last, and none
 * for a lone EOE (spec 02 §7.1). With `attributes` it also gathers what else is known of subject and object, which can
 * change other parts, as in the reference. The result stays valid after the event's bytes are gone. Without a context no
 * account names are known but `root`.
 */
export function normaliseEvent(
  event: LogEvent,
  context: InterpretContext = createInterpretContext(),
  options: { readonly attributes?: boolean } = {},
): NormalisedEvent[] {
  const events: NormalisedEvent[] = []
  createEventViewer(context)(event, (view) => {
    events.push(toObject(view, normaliseView(view, options.attributes === true)))
  })
  return events
}

function toObject(view: EventView, found: Slots | undefined): NormalisedEvent {
  const slots = found ?? new Slots()
  const field = (at: Location) => fieldAt(view, at)
  const fields = (all: readonly Location[]) => all.map(field).filter((one) => one !== undefined)
  const { node, seconds, milliseconds, serial, type } = view
  const { kind, action } = slots
  return {
    ...{ node, seconds, milliseconds, serial, type },
    normalised: found !== undefined,
    kind,
    session: field(slots.session),
    subject: {
      primary: field(slots.subject),
      secondary: field(slots.subjectSecondary),
      kind: slots.subjectKind,
      attributes: fields(slots.subjectAttributes),
    },
    action,
    result: field(slots.result),
    success: succeeded(view, slots),
    object: {
      primary: field(slots.object),
      secondary: field(slots.objectSecondary),
      second: field(slots.objectSecond),
      kind: slots.objectKind,
      attributes: fields(slots.objectAttributes),
    },
    how: howText(view, slots),
    key: field(slots.key),
  }
}

function fieldAt(view: EventView, at: Location): NormalisedField | undefined {
  if (!view.hasField(at)) return undefined
  const name = view.fieldName(at)
  const value = view.raw(at)
  if (name === undefined || value === undefined) return undefined
  return { record: recordOf(at), name, value, text: view.interpretPath(at) }
}
