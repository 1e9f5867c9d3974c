/** The rows of the list: events as sentences. */
import { createFormatter, type FormatSettings } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import { formatRecordType, recordTypeName } from '@ts-audit/tables/record-types'
import { type EventIndex, FAILURE, SUCCESS } from '../log/event-index.ts'
import { forPeople } from '../text.ts'

/** An event in a line. */
export interface EventRow {
  readonly ordinal: number
  readonly seconds: number
  readonly node: string | undefined
  readonly type: string
  readonly sentence: string
  readonly result: 'success' | 'failure' | undefined
}

/** Node, time and date, which have columns of their own. */
const BEGINNING = /^(?:On \S+ at|At) \S+ \S+ /
/** Longer sentences are cut in the list. */
const MOST_LENGTH = 600

/** Makes rows of events. */
export function createRowMaker(
  index: EventIndex,
  settings: FormatSettings,
): (event: LogEvent, ordinal: number) => EventRow {
  const format = createFormatter('text', settings)
  return (event, ordinal) => {
    const text = format(event)
      .split('\n')
      .map((line) => line.replace(BEGINNING, '').trim())
      .filter((line) => line !== '')
      .join('; ')
      .slice(0, MOST_LENGTH)
    const result = index.results.at(ordinal)
    return {
      ordinal,
      seconds: index.times.at(ordinal),
      node: event.node === undefined ? undefined : forPeople(event.node),
      type: typeText(event.type),
      sentence: forPeople(text),
      result: result === SUCCESS ? 'success' : result === FAILURE ? 'failure' : undefined,
    }
  }
}

export function typeText(type: number): string {
  return recordTypeName(type) ?? formatRecordType(type)
}
