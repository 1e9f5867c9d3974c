/** What normalising an event asks about it: the same answers always lead to the same slots. */
import type { EventView } from './event-view.ts'
import type { Layout } from './layout.ts'
import { type Location, location, recordOf } from './location.ts'

const LAYOUT = 0
const RAW = 1
const TEXT = 2
const KINDS = 4

/** A location and what was asked about it, packed into one number. */
export type Question = number

/** Names of a record, raw value or interpretation. */
export type Answer = Layout | string | undefined

/** Asks an event. */
export function answerOf(event: EventView, question: Question): Answer {
  const kind = question % KINDS
  const at = (question - kind) / KINDS
  if (kind === RAW) return event.raw(at)
  return kind === TEXT ? event.interpret(at) : event.records[recordOf(at)]?.layout
}

/** Takes down what is asked, each question once. */
export class Inquiry {
  readonly questions: Question[] = []

  /** The names of a record's fields, and so their number. */
  layout(record: number): void {
    this.#ask(location(record, 0) * KINDS + LAYOUT)
  }

  /** The raw value at a location. */
  raw(at: Location): void {
    this.#ask(at * KINDS + RAW)
  }

  /** The interpretation at a location. */
  text(at: Location): void {
    this.#ask(at * KINDS + TEXT)
  }

  #ask(question: Question): void {
    if (!this.questions.includes(question)) this.questions.push(question)
  }
}
