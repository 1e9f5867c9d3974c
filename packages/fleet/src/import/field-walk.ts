/** The fields of a record, one after the other: `name=value`, also those inside `msg='…'`. */

const SPACE = 0x20
const QUOTE = 0x22
const APOSTROPHE = 0x27
const COMMA = 0x2c
const EQUALS = 0x3d

/** What a field's value does to a row. */
export type TakeField = (field: FieldWalk, row: number) => void

/** Names that are remembered; those of a hostile log are without end. */
const MOST_NAMES = 1000

interface KnownField {
  /** The name and `=`. */
  readonly label: string
  readonly isMessage: boolean
  readonly take: TakeField | undefined
  /** What came after it last: programs write the same fields in the same order. */
  next: KnownField | undefined
}

/** Walks through records of one kind. A value is not cut out before it is asked for. */
export class FieldWalk {
  readonly #takeOf: (name: string) => TakeField | undefined
  readonly #known = new Map<string, KnownField>()
  readonly #first: KnownField = { label: '', isMessage: false, take: undefined, next: undefined }
  /** The record's text, which is latin1. */
  text = ''
  /** Where the value of the field is, without its quotes. */
  start = 0
  end = 0
  /** Whether it stands in double quotes. */
  isQuoted = false

  /** @param takeOf what takes the fields of a name, if anything does */
  constructor(takeOf: (name: string) => TakeField | undefined) {
    this.#takeOf = takeOf
  }

  static of(takes: ReadonlyMap<string, TakeField>): FieldWalk {
    return new FieldWalk((name) => takes.get(name))
  }

  get value(): string {
    return this.text.slice(this.start, this.end)
  }

  /** Whether the value is this text, without quotes. */
  is(text: string): boolean {
    return !this.isQuoted && this.end - this.start === text.length && this.text.startsWith(text, this.start)
  }

  /** Hands each field from `start` on to what takes it. Every character is looked at once or twice. */
  walk(text: string, start: number, row: number): void {
    this.text = text
    const { length } = text
    let at = start
    let before = this.#first
    while (at < length) {
      const code = text.charCodeAt(at)
      if (code === SPACE || code === APOSTROPHE || code === COMMA) {
        at++
        continue
      }
      let field = before.next
      if (field !== undefined && stands(field.label, text, at)) at += field.label.length
      else {
        const nameStart = at
        at = endOf(text, at, EQUALS)
        if (at >= length || text.charCodeAt(at) === SPACE) continue
        field = this.#find(text.slice(nameStart, at))
        before.next = field
        at++
      }
      before = field
      const first = text.charCodeAt(at)
      if (first === APOSTROPHE && field.isMessage) {
        at++
        continue
      }
      this.isQuoted = first === QUOTE
      if (this.isQuoted) {
        const quote = text.indexOf('"', at + 1)
        this.start = at + 1
        this.end = quote < 0 ? length : quote
        at = this.end + 1
      } else {
        this.start = at
        at = endOf(text, at, APOSTROPHE)
        this.end = at
      }
      field.take?.(this, row)
    }
  }

  #find(name: string): KnownField {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const field = {
      label: `${name}=`,
      isMessage: name === 'msg',
      take: this.#takeOf(name),
      next: undefined,
    }
    if (this.#known.size < MOST_NAMES) this.#known.set(name, field)
    return field
  }
}

/** Where a space or another character is, from `at` on; the length of the text where there is neither. */
function endOf(text: string, at: number, other: number): number {
  const { length } = text
  let end = at
  while (end < length) {
    const code = text.charCodeAt(end)
    if (code === SPACE || code === other) break
    end++
  }
  return end
}

function stands(label: string, text: string, at: number): boolean {
  const { length } = label
  for (let index = 0; index < length; index++)
    if (text.charCodeAt(at + index) !== label.charCodeAt(index)) return false
  return true
}
