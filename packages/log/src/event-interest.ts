/**
 * What an event must hold to be of interest, as far as bytes and types tell: what lacks it is gathered and counted like any
 * other, but never made into an object.
 */
import { TextOccurrences } from './text-occurrences.ts'

/**
 * Every condition that is given must hold; each may hold for another record of the event. What does not meet them may come all
 * the same: long texts are looked for by their beginnings, and of many conditions only the first are.
 */
export interface EventInterest {
  /** A record has one of these types. */
  readonly types?: readonly number[] | undefined
  /** For each of these: one of its texts stands in a record, header and enrichment included. */
  readonly texts?: readonly (readonly Uint8Array[])[] | undefined
  /** An event with a record of one of these types is of interest whatever the rest says. */
  readonly always?: readonly number[] | undefined
}

/** A text to look for, and the mark of a record that holds it. */
export interface WantedText {
  readonly text: Uint8Array
  readonly mark: number
}

/** What {@link EventInterest.types} and {@link EventInterest.always} mark; the texts follow, a bit each. */
const TYPE = 1
const ALWAYS = 2
const FIRST_TEXT = 4
const MOST_TEXTS = 8

/** The conditions as bits: a record has the marks of those it meets, an event those of all its records. */
export class InterestMarks {
  /** For a scan that looks for them itself. */
  readonly texts: readonly WantedText[]
  /** The marks that an event of interest has, unless it has that of {@link EventInterest.always}. */
  readonly needed: number
  readonly #types: ReadonlySet<number>
  readonly #always: ReadonlySet<number>
  readonly #occurrences: readonly { readonly mark: number; readonly where: TextOccurrences }[]

  constructor({ types, texts = [], always = [] }: EventInterest) {
    const conditions = texts.slice(0, MOST_TEXTS)
    this.texts = conditions.flatMap((either, index) =>
      either.map((text) => ({ text, mark: FIRST_TEXT << index })),
    )
    this.#types = new Set(types)
    this.#always = new Set(always)
    const ofTexts = ((1 << conditions.length) - 1) * FIRST_TEXT
    this.needed = ofTexts | (types === undefined ? 0 : TYPE)
    this.#occurrences = this.texts.map(({ text, mark }) => ({ mark, where: new TextOccurrences(text) }))
  }

  /** Whether an event with these marks is of interest. */
  isWanted(marks: number): boolean {
    return (marks & this.needed) === this.needed || (marks & ALWAYS) !== 0
  }

  /** The marks for a record's type. */
  ofType(type: number): number {
    const mark = this.#types.has(type) ? TYPE : 0
    return this.#always.size > 0 && this.#always.has(type) ? mark | ALWAYS : mark
  }

  /** The marks for the texts of a line: for lines that no scan has looked into. */
  ofLine(bytes: Uint8Array, start: number, end: number): number {
    let marks = 0
    for (const { mark, where } of this.#occurrences) {
      if ((marks & mark) === 0 && where.isIn(bytes, start, end)) marks |= mark
    }
    return marks
  }
}
