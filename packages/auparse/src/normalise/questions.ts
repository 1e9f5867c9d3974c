/** What normalising an event asks about it: the same answers always lead to the same slots. */
import type { EventView } from './event-view.ts'
import type { Layout } from './layout.ts'
import { type Location, location, recordOf } from './location.ts'
import { type Verdict, type VerdictName, verdictNames, verdictOf } from './verdicts.ts'

const LAYOUT = 0
const RAW = 1
const TEXT = 2
/** Kinds from here on are verdicts, by number. */
const VERDICTS = 3
const KINDS = 16

/** A location and what was asked about it, packed into one number. */
export type Question = number

/** Names of a record, raw value or interpretation, or a verdict on them. */
export type Answer = Layout | Verdict

/** Asks an event. */
export function answerOf(event: EventView, question: Question): Answer {
  const kind = question % KINDS
  const at = (question - kind) / KINDS
  if (kind === LAYOUT) return event.records[recordOf(at)]?.layout
  if (kind === RAW) return event.raw(at)
  return kind === TEXT ? event.interpret(at) : verdictOf(kind - VERDICTS, event, at)
}

/** True for the names of a record that has no layout: other names would give the same answer. */
export function saysNothing(question: Question, answer: Answer): boolean {
  return answer === undefined && question % KINDS === LAYOUT
}

/** Records what is asked, each question once. */
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

  /** A verdict on the field at a location. */
  verdict(name: VerdictName, at: Location): void {
    this.#ask(at * KINDS + VERDICTS + verdictNames.indexOf(name))
  }

  #ask(question: Question): void {
    if (!this.questions.includes(question)) this.questions.push(question)
  }
}
