/** What a sentence of the text format says about the objects of an event (spec 02 §8.1 parts 7 to 9). */
import { type EventView, namesSetting, pathOrTextAt, type Slots, textAt } from '@ts-audit/auparse/internal'
import { FieldType } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'

/** The object and a blank, or nothing. */
export function firstObjectText(event: EventView, slots: Slots): string {
  const { object } = slots
  if (!event.hasField(object)) return ''
  const type = event.fieldType(object)
  if (type === FieldType.ESCAPED_FILE) return `${pathOrTextAt(event, object)} `
  if (type === FieldType.SOCKADDR) return `${socketText(textAt(event, object) ?? '')} `
  if (event.type === RecordType.CONFIG_CHANGE) {
    return `${(namesSetting(slots) ? event.fieldName(object) : textAt(event, object)) ?? ''} `
  }
  // Stands in place of the object [quirk].
  if (slots.action?.includes('violated')) return 'accessing  '
  return `${textAt(event, object)} `
}

/** `to`, the second object and a blank, or nothing. */
export function secondObjectText(event: EventView, slots: Slots): string {
  const text = pathOrTextAt(event, slots.objectSecond)
  return text === undefined ? '' : `to ${text} `
}

/** At most three process ids; three of them look as if there were more [quirk]. */
export function processListText(event: EventView, slots: Slots): string {
  const { objectKind, objectAttributes } = slots
  if (objectKind !== 'process' && objectKind !== 'process-group') return ''
  if (!event.hasField(objectAttributes[0] ?? -1)) return ''
  const read = firstReadable(event, objectAttributes, 3)
  const pids = read.filter((at) => event.fieldName(at) === 'opid').map((at) => textAt(event, at) ?? '')
  return `(${pids.join(',')}${read.length === 3 ? ',...)' : ')'} `
}

function firstReadable(event: EventView, attributes: readonly number[], most: number): readonly number[] {
  const unreadable = attributes.findIndex((at) => !event.hasField(at))
  return attributes.slice(0, Math.min(most, unreadable < 0 ? most : unreadable))
}

/** The address of a socket or, where it has none, its family. */
function socketText(text: string): string {
  return wordAfter(text, 'laddr=') ?? wordAfter(text, 'fam=') ?? text
}

function wordAfter(text: string, label: string): string | undefined {
  const found = text.indexOf(label)
  if (found < 0) return undefined
  const start = found + label.length
  const end = text.indexOf(' ', start)
  return text.slice(start, end < 0 ? text.length : end)
}
