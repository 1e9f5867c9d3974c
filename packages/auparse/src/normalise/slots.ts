/** What normalising an event finds: words, texts and the places of fields (spec 04 §3.1). */
import type { EventKind } from './event-kind.ts'
import { type Location, UNSET } from './location.ts'
import type { ObjectKind } from './object-kind.ts'
import type { SubjectKind } from './subject-kind.ts'

/** The slots that hold a location. */
export interface Positions {
  session: Location
  /** Who is logged in: the login uid, or an account name. */
  subject: Location
  /** On whose behalf: the acting uid. */
  subjectSecondary: Location
  result: Location
  object: Location
  objectSecondary: Location
  /** A second object, such as the new name of a rename. */
  objectSecond: Location
  key: Location
}

/** All slots, as the handlers fill them. */
export class Slots implements Positions {
  kind: EventKind | undefined = undefined
  session = UNSET
  subject = UNSET
  subjectSecondary = UNSET
  subjectKind: SubjectKind | undefined = undefined
  readonly subjectAttributes: Location[] = []
  action: string | undefined = undefined
  result = UNSET
  object = UNSET
  objectSecondary = UNSET
  objectSecond = UNSET
  readonly objectAttributes: Location[] = []
  objectKind: ObjectKind = 'unknown'
  /** By what means, where no field of the event says so. */
  how: string | undefined = undefined
  /** The field that says by what means. */
  howAt: Location = UNSET
  key = UNSET
}
