/**
 * What an event must hold to be of interest, as far as bytes and types tell: what lacks it is gathered and counted like any
 * other, but never made into an object.
 */
import { indexOfBytes, latin1 } from './record.ts'
import { TextOccurrences } from './text-occurrences.ts'

/** A field as it may stand in a record. */
export interface WantedField {
  /** Its name and what follows it, as `pid=`; other names may end in it. */
  readonly label: Uint8Array
  /** `yes`, `no`, or a number of up to nine digits, as the kernel writes it; any value by default. */
  readonly value?: Uint8Array | undefined
}

/** One of some fields must have its value. */
export interface FieldCondition {
  readonly either: readonly WantedField[]
  /** The types of records that have one of them: such a record without any may have been cut, and counts as if it had the value. */
  readonly expectedIn?: readonly number[] | undefined
  /** The types of records that meet it whatever they hold. */
  readonly metBy?: readonly number[] | undefined
}

/**
 * Every condition that is given must hold; each may hold for another record of the event. What does not meet them may come all
 * the same: long texts are looked for by their beginnings, of many conditions only the first are, and a value counts as the wanted one
 * unless it is another one that is written as the kernel writes it, with a space behind it.
 */
export interface EventInterest {
  /** The event has this serial number; an event without it is of no interest whatever the rest says. */
  readonly serial?: number | undefined
  /** A record has one of these types. */
  readonly types?: readonly number[] | undefined
  /** For each of these: one of its texts stands in a record, header and enrichment included. */
  readonly texts?: readonly (readonly Uint8Array[])[] | undefined
  /** For each of these: a record meets it. */
  readonly fields?: readonly FieldCondition[] | undefined
  /**
   * An event with a record of one of these types that is not a socket address as the kernel writes it is of interest whatever types,
   * texts and fields say.
   */
  readonly addresses?: readonly number[] | undefined
}

/** What is done with events that nobody has to look at: their lines are passed on as they are printed raw (spec 02 §3). */
export interface PassedEvents {
  /** An event with a record of one of these types is given to the sink. */
  readonly except: readonly number[]
  /** So is one with a record of this type that is not a system call as the kernel writes it. */
  readonly calls: number
  /**
   * Takes bytes of a chunk, which are valid until it returns, before the sink takes the next event.
   *
   * @param added what comes after them: bit 1 a byte 0x1D, and bit 2 a newline
   */
  readonly takeLines: (bytes: Uint8Array, start: number, end: number, added: number) => void
  /** Told how many events more were passed. */
  readonly count: (events: number) => void
}

/** A text to look for, the value that must follow it, if any, and the mark of a record that holds it. */
export interface WantedText {
  readonly text: Uint8Array
  readonly value: Uint8Array | undefined
  readonly mark: number
}

/** The marks of types, and of what is of interest whatever else the event holds; texts and fields follow, a bit each. */
const TYPE = 1
const ALWAYS = 2
const FIRST_CONDITION = 4
const MOST_CONDITIONS = 8
/** As many texts as the scan has places for. */
const MOST_TEXTS = 16
/** A mark that nothing has. */
const NEVER = 1 << 30

/** A value as the kernel writes it, and the space behind it. */
const USUAL_NUMBER = /^(0|-?[1-9][0-9]{0,8}) /
const USUAL_ANSWER = /^(yes|no) /
/** No such value is longer. */
const VALUE_BYTES = 12

/** The conditions as bits: a record has the marks of those it meets, an event those of all its records. */
export class InterestMarks {
  /** For a scan that looks for them itself. */
  readonly texts: readonly WantedText[]
  readonly serial: number | undefined
  /** The marks that an event of interest has, unless it has `ALWAYS`. */
  needed: number
  readonly #ofType = new Map<number, number>()
  readonly #expected = new Map<number, number>()
  readonly #occurrences: readonly (WantedText & { readonly where: TextOccurrences })[]

  constructor({ serial, types, texts = [], fields = [], addresses }: EventInterest) {
    this.serial = serial
    const ofTexts = texts.map((either): FieldCondition => ({ either: either.map((label) => ({ label })) }))
    this.needed = types === undefined ? 0 : TYPE
    this.texts = lookedFor([...ofTexts, ...fields]).flatMap(({ either, expectedIn, metBy }, index) => {
      const mark = FIRST_CONDITION << index
      this.needed |= mark
      addMarks(this.#expected, expectedIn, mark)
      addMarks(this.#ofType, metBy, mark)
      return either.map(({ label, value }) => ({
        text: label,
        value: isUsual(value) ? value : undefined,
        mark,
      }))
    })
    addMarks(this.#expected, addresses, ALWAYS)
    addMarks(this.#ofType, types, TYPE)
    this.#occurrences = this.texts.map((wanted) => ({ ...wanted, where: new TextOccurrences(wanted.text) }))
  }

  /** The events that are not passed. */
  static except({ except, calls }: PassedEvents): InterestMarks {
    const marks = new InterestMarks({})
    addMarks(marks.#ofType, except, ALWAYS)
    addMarks(marks.#expected, [calls], ALWAYS)
    marks.needed = NEVER
    return marks
  }

  /** The marks for a record's type. */
  ofType(type: number): number {
    return this.#ofType.get(type) ?? 0
  }

  /** The marks of the fields that are expected in a record of a type. */
  expectedOf(type: number): number {
    return this.#expected.get(type) ?? 0
  }

  /** The marks of a record: for lines that no scan has looked into. */
  ofRecord(type: number, bytes: Uint8Array, start: number, end: number): number {
    let marks = this.ofType(type)
    let missing = this.expectedOf(type)
    for (const { text, value, mark, where } of this.#occurrences) {
      if ((marks & mark) !== 0 || !where.isIn(bytes, start, end)) continue
      missing &= ~mark
      if (value === undefined || mayHoldValue(bytes.subarray(start, end), text, value)) marks |= mark
    }
    return marks | missing
  }
}

/** The first conditions, those left out that every record meets. */
function lookedFor(conditions: readonly FieldCondition[]): FieldCondition[] {
  const first: FieldCondition[] = []
  let texts = 0
  for (const condition of conditions) {
    if (condition.either.some(({ label }) => label.length === 0)) continue
    texts += condition.either.length
    if (first.length === MOST_CONDITIONS || texts > MOST_TEXTS) break
    first.push(condition)
  }
  return first
}

function addMarks(marks: Map<number, number>, types: readonly number[] | undefined, mark: number): void {
  for (const type of types ?? []) marks.set(type, (marks.get(type) ?? 0) | mark)
}

/** Whether a value can be told from others. */
function isUsual(value: Uint8Array | undefined): boolean {
  if (value === undefined || value.length >= VALUE_BYTES) return false
  const text = `${latin1(value, 0, value.length)} `
  return USUAL_NUMBER.test(text) || USUAL_ANSWER.test(text)
}

function mayHoldValue(line: Uint8Array, label: Uint8Array, value: Uint8Array): boolean {
  const wanted = latin1(value, 0, value.length)
  const usual = /^[a-z]/.test(wanted) ? USUAL_ANSWER : USUAL_NUMBER
  for (let at = indexOfBytes(line, label, 0); at >= 0; at = indexOfBytes(line, label, at + 1)) {
    const from = at + label.length
    const found = usual.exec(latin1(line, from, Math.min(from + VALUE_BYTES, line.length)))
    if (found === null || found[1] === wanted) return true
  }
  return false
}
