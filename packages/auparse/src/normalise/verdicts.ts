/**
 * What handlers decide by the value of a field. A verdict says less than the value, so that more events give the same
 * answers and share their slots: this, and remembering only what comes again, halved the time of csv and text.
 */
import { FieldType } from '@ts-audit/tables/field-types'
import type { EventView } from './event-view.ts'
import { isInterpreter } from './interpreter-programs.ts'
import type { Location } from './location.ts'
import { objectKindOfMode } from './object-kind.ts'
import { accountKind } from './subject-kind.ts'

/** A small answer about the field at a location. */
export type Verdict = string | boolean | undefined

type Judge = (event: EventView, at: Location) => Verdict

const judges = {
  /** The call failed. */
  isNo: (event, at) => event.raw(at) === 'no',
  /** There is no key. */
  isNull: (event, at) => event.raw(at) === '(null)',
  /** The name is that of a directory in which something was done. */
  isParent: (event, at) => event.raw(at) === 'PARENT',
  /** The object kind a mode stands for. */
  objectKind: (event, at) => objectKindOfMode(event.raw(at) ?? ''),
  /** The field is a user id. */
  isUserId: (event, at) => event.fieldType(at) === FieldType.UID,
  /** The kind of account that a user id is. */
  accountKind: (event, at) => accountKind(event.integer(at)),
  /** There is a text for the value. */
  hasText: (event, at) => event.interpret(at) !== undefined,
  /** The program runs programs written in its language. */
  isInterpreter: (event, at) => isInterpreter(event.interpret(at)),
} as const satisfies Readonly<Record<string, Judge>>

/** What can be decided. */
export type VerdictName = keyof typeof judges

/** All verdicts, numbered. */
export const verdictNames = Object.keys(judges) as readonly VerdictName[]
const numbered: readonly Judge[] = Object.values(judges)

/** The verdict of a number on the field at a location. */
export function verdictOf(number: number, event: EventView, at: Location): Verdict {
  return numbered[number]?.(event, at)
}
