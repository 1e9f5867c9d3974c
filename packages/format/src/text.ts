/** The text format: one English sentence per event (spec 02 §8). */
import type { InterpretContext } from '@ts-audit/auparse'
import {
  type ByteSink,
  createEventViewer,
  createNormaliser,
  type EventView,
  howText,
  nodeText,
  Slots,
  subjectText,
  succeeded,
  textAt,
} from '@ts-audit/auparse/internal'
import type { TimeLocale, TimeZone } from '@ts-audit/auparse/time'
import { createEventClock } from './csv-time.ts'
import type { EventFormat } from './format.ts'
import { firstObjectText, processListText, secondObjectText } from './text-objects.ts'

/** How text output is made. */
export interface TextOptions {
  readonly context: InterpretContext
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** Says in the sentence which event has no action, as `--debug` does. */
  readonly debug?: boolean | undefined
}

/**
 * Text output: latin1 text, one sentence for each event that the library makes of an event, none for a lone EOE. About
 * an event that cannot be normalised the sentence says little.
 */
export function createTextFormat(sink: ByteSink, options: TextOptions): EventFormat {
  const forEachView = createEventViewer(options.context)
  const normalise = createNormaliser(false)
  const clock = createEventClock(options.zone, options.locale)
  const debug = options.debug === true
  const writeSentence = (view: EventView) => {
    const { date, time } = clock(view.seconds)
    const slots = normalise(view) ?? new Slots()
    sink.writeText(sentence(view, slots, date === '' ? '?' : `${time} ${date}`, debug))
  }
  return {
    write: (event) => forEachView(event, writeSentence),
    flush() {},
  }
}

/** The blanks are fixed: what is missing leaves two in a row, or one at the end. */
function sentence(event: EventView, slots: Slots, time: string, debug: boolean): string {
  const node = nodeText(event)
  return [
    node === undefined ? `At ${time} ` : `On ${node} at ${time} `,
    subjectText(event, slots) ?? '',
    actingAs(event, slots),
    resultText(event, slots),
    debug && slots.action === undefined ? `error on type:${event.type}\n` : '',
    `${slots.action ?? 'did-unknown'} `,
    firstObjectText(event, slots),
    secondObjectText(event, slots),
    processListText(event, slots),
    means(event, slots),
    '\n',
  ].join('')
}

/** Ids are compared as numbers; a login of 4294967294 hides the acting user as well [quirk]. */
function actingAs(event: EventView, slots: Slots): string {
  const actor = textAt(event, slots.subjectSecondary)
  if (actor === undefined || !event.hasField(slots.subject)) return ''
  const login = event.integer(slots.subject)
  const acting = event.integer(slots.subjectSecondary)
  return login === -2 || acting === login || acting === -1 ? '' : `, acting as ${actor},`
}

function resultText(event: EventView, slots: Slots): string {
  const success = succeeded(event, slots)
  return success === undefined ? ' ' : success ? ' successfully ' : ' unsuccessfully '
}

/** Left out after an action that begins with an e, which is meant for `ended-session` but covers `executed` too [quirk]. */
function means(event: EventView, slots: Slots): string {
  const { action } = slots
  const how = howText(event, slots)
  return how === undefined || action === undefined || action.startsWith('e') ? '' : `using ${how}`
}
