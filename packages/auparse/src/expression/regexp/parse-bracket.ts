/** Reads bracket expressions such as `[^a-z[:digit:]]`, as glibc's regcomp(3) does in the C locale. */
import { type ByteSet, byteSet, CHARACTER_CLASSES, complement } from './byte-set.ts'
import { PatternError } from './pattern-error.ts'

const UNMATCHED = 'Unmatched [, [^, [:, [., or [='
const BAD_RANGE = 'Invalid range end'
/** A name between `[:` and `:]` may be this long. */
const LONGEST_NAME = 31

/** What stands at one place of the list; a name is looked at only when it is known whether it is part of a range. */
type Element = { readonly kind: 'byte' | 'symbol' | 'equivalent' | 'class'; readonly text: string }

const NAMED: ReadonlyMap<string | undefined, 'symbol' | 'equivalent' | 'class'> = new Map([
  ['.', 'symbol'],
  ['=', 'equivalent'],
  [':', 'class'],
])

/** Reads a list; `at` is the offset after its `[`. Returns the offset after its `]`. */
export function parseBracket(pattern: string, at: number): { readonly set: ByteSet; readonly end: number } {
  return new BracketParser(pattern, at).parse()
}

class BracketParser {
  readonly #pattern: string
  readonly #members = new Uint8Array(256)
  #at: number

  constructor(pattern: string, at: number) {
    this.#pattern = pattern
    this.#at = at
  }

  parse(): { readonly set: ByteSet; readonly end: number } {
    const negated = this.#peek() === '^'
    if (negated) this.#at++
    // glibc has another message when nothing at all follows.
    if (this.#peek() === undefined) throw new PatternError('Invalid regular expression')
    for (let first = true; first || this.#peek() !== ']'; first = false) this.#item(first)
    const set = byteSet((byte) => this.#members[byte] === 1)
    return { set: negated ? complement(set) : set, end: this.#at + 1 }
  }

  /** An element or a range. A `-` stands for itself only at the start, at the end, or at the end of a range. */
  #item(first: boolean): void {
    if (!first && this.#peek() === '-' && this.#peek(1) !== ']') throw new PatternError(BAD_RANGE)
    const start = this.#element()
    if (!this.#rangeFollows(start)) {
      this.#add(start)
      return
    }
    this.#at++
    const end = this.#element()
    if (!canBound(start) || !canBound(end)) throw new PatternError(BAD_RANGE)
    const from = byteOf(start)
    const to = byteOf(end)
    if (from > to) throw new PatternError(BAD_RANGE)
    this.#members.fill(1, from, to + 1)
  }

  #rangeFollows(start: Element): boolean {
    if (start.kind === 'class') return false
    if (this.#peek() === undefined) throw new PatternError(UNMATCHED)
    return this.#peek() === '-' && this.#peek(1) !== ']'
  }

  #element(): Element {
    const char = this.#peek()
    if (char === undefined) throw new PatternError(UNMATCHED)
    const mark = this.#peek(1)
    const kind = char === '[' ? NAMED.get(mark) : undefined
    if (kind !== undefined) return { kind, text: this.#name(`${mark}]`) }
    this.#at++
    return { kind: 'byte', text: char }
  }

  /** The name in `[:name:]` and its like. */
  #name(close: string): string {
    const start = this.#at + 2
    const end = this.#pattern.indexOf(close, start)
    if (end < 0 || end - start > LONGEST_NAME) throw new PatternError(UNMATCHED)
    this.#at = end + 2
    return this.#pattern.slice(start, end)
  }

  #add(element: Element): void {
    if (element.kind !== 'class') {
      this.#members[byteOf(element)] = 1
      return
    }
    const has = CHARACTER_CLASSES.get(element.text)
    if (has === undefined) throw new PatternError('Invalid character class name')
    for (let byte = 0; byte < 256; byte++) if (has(byte)) this.#members[byte] = 1
  }

  #peek(ahead = 0): string | undefined {
    return this.#pattern[this.#at + ahead]
  }
}

function canBound({ kind }: Element): boolean {
  return kind === 'byte' || kind === 'symbol'
}

/** In the C locale every collating symbol is a byte, and is equivalent to itself alone. */
function byteOf({ text }: Element): number {
  if (text.length !== 1) throw new PatternError('Invalid collation character')
  return text.charCodeAt(0) & 0xff
}
