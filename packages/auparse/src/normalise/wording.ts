/** The texts that csv and text say about a normalised event's fields (spec 04 §8, §9). */
import { FieldType } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'
import type { EventView } from './event-view.ts'
import { type Location, recordOf, UNSET } from './location.ts'
import type { Slots } from './slots.ts'

/** What stands for an interpretation that has no text. */
const NULL = '(null)'

/** The interpretation at a location; undefined when there is no such field. */
export function textAt(event: EventView, at: Location): string | undefined {
  return event.hasField(at) ? (event.interpret(at) ?? NULL) : undefined
}

/** As {@link textAt}, but the whole path of a file name. */
export function pathOrTextAt(event: EventView, at: Location): string | undefined {
  return event.hasField(at) ? (event.interpretPath(at) ?? NULL) : undefined
}

/** The node an event came from, or undefined. */
export function nodeText(event: EventView): string | undefined {
  return event.node === undefined ? undefined : (event.interpret(0) ?? NULL)
}

/** Who did it: the login user, or `system` where there is none. */
export function subjectText(event: EventView, slots: Slots): string | undefined {
  const text = textAt(event, slots.subject)
  return text === 'unset' ? 'system' : text
}

/** Whether it worked; undefined when the event does not say. */
export function succeeded(event: EventView, slots: Slots): boolean | undefined {
  const text = textAt(event, slots.result)
  if (text === undefined) return undefined
  if (text === 'yes' || text.startsWith('suc')) return true
  return text === 'allow' && event.fieldType(slots.result) === FieldType.SECCOMP
}

/** By what means. */
export function howText(event: EventView, slots: Slots): string | undefined {
  return slots.how ?? (slots.howAt === UNSET ? undefined : event.interpret(slots.howAt))
}

/** The first of some attributes that has this field name; undefined also when the first attribute cannot be read. */
export function attributeText(
  event: EventView,
  attributes: readonly Location[],
  name: string,
): string | undefined {
  for (const at of attributes) {
    if (!event.hasField(at)) return undefined
    if (event.fieldName(at) === name) return textAt(event, at)
  }
  return undefined
}

/** Actions of CONFIG_CHANGE records whose object is the name of a setting, not its value. */
export function namesSetting(slots: Slots): boolean {
  return slots.action === 'set' || slots.action === 'seccomp-logging'
}

/** True when the record a location points into is a CONFIG_CHANGE. */
export function isInConfigChange(event: EventView, at: Location): boolean {
  return event.records[recordOf(at)]?.type === RecordType.CONFIG_CHANGE
}
