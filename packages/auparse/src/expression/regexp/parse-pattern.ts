/** Reads POSIX extended regular expressions, in glibc's dialect and with its messages (regex(7), spec 06 §B4). */
import { ANY_BYTE, byteSet, complement, SPACE_BYTES, WORD_BYTES } from './byte-set.ts'
import { parseBracket } from './parse-bracket.ts'
import { choice, EMPTY, type Pattern, type Place, repetition, sequence } from './pattern.ts'
import { PatternError } from './pattern-error.ts'

/** The most program steps of a pattern; those of the `x` in `x{1000}` count a thousand times. */
const LARGEST = 5000
/** How deep groups may be nested. */
const DEEPEST = 500
/** RE_DUP_MAX of glibc. */
const MOST_REPETITIONS = 32767

const BAD_INTERVAL = 'Invalid content of \\{\\}'
const TOO_BIG = 'Regular expression too big'
const NOTHING_TO_REPEAT = 'Invalid preceding regular expression'

/** What a backslash makes of the byte after it; every other byte stands for itself. */
const ESCAPES: ReadonlyMap<string, Pattern> = new Map<string, Pattern>([
  ['w', { kind: 'byte', size: 1, set: WORD_BYTES }],
  ['W', { kind: 'byte', size: 1, set: complement(WORD_BYTES) }],
  ['s', { kind: 'byte', size: 1, set: SPACE_BYTES }],
  ['S', { kind: 'byte', size: 1, set: complement(SPACE_BYTES) }],
  ['b', placeNode('word edge')],
  ['B', placeNode('no word edge')],
  ['<', placeNode('word start')],
  ['>', placeNode('word end')],
  ['`', placeNode('text start')],
  ["'", placeNode('text end')],
])

function placeNode(place: Place): Pattern {
  return { kind: 'place', size: 1, place }
}

/**
 * Reads a pattern.
 *
 * @throws {PatternError} for a mistake, a back-reference, or a pattern that is too big
 */
export function parsePattern(pattern: string): Pattern {
  return new PatternParser(pattern).parse()
}

class PatternParser {
  readonly #pattern: string
  #at = 0
  #depth = 0
  #groups = 0
  /** Numbers of the groups that are closed: only these may be referred back to. */
  readonly #closed = new Set<number>()

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  parse(): Pattern {
    return this.#choice()
  }

  #choice(): Pattern {
    const parts: Pattern[] = []
    let size = 0
    do {
      const part = this.#sequence()
      size += part.size + 1
      if (size > LARGEST + 1) throw new PatternError(TOO_BIG)
      parts.push(part)
    } while (this.#take('|'))
    return choice(parts)
  }

  #sequence(): Pattern {
    const parts: Pattern[] = []
    let size = 0
    while (!this.#endsSequence()) {
      const part = this.#repeated()
      size += part.size
      if (size > LARGEST) throw new PatternError(TOO_BIG)
      if (part !== EMPTY) parts.push(part)
    }
    return sequence(parts)
  }

  /** A `)` that closes nothing stands for itself. */
  #endsSequence(): boolean {
    const next = this.#pattern[this.#at]
    return next === undefined || next === '|' || (next === ')' && this.#depth > 0)
  }

  #repeated(): Pattern {
    if (this.#atRepetition()) throw new PatternError(NOTHING_TO_REPEAT)
    let pattern = this.#atom()
    if (pattern.kind === 'place' && this.#pattern[this.#at - 1] !== ')' && this.#atRepetition()) {
      throw new PatternError(NOTHING_TO_REPEAT)
    }
    while (this.#atRepetition()) pattern = limited(this.#repeat(pattern))
    return pattern
  }

  #atRepetition(): boolean {
    const next = this.#pattern[this.#at]
    return next === '*' || next === '+' || next === '?' || next === '{'
  }

  #repeat(pattern: Pattern): Pattern {
    if (this.#take('*')) return repetition(pattern, 0, Number.POSITIVE_INFINITY)
    if (this.#take('+')) return repetition(pattern, 1, Number.POSITIVE_INFINITY)
    if (this.#take('?')) return repetition(pattern, 0, 1)
    this.#at++
    const { min, max } = this.#interval()
    return repetition(pattern, min, max)
  }

  /** `{n}`, `{n,}`, `{,m}` or `{n,m}`, from after its opening brace. */
  #interval(): { readonly min: number; readonly max: number } {
    const start = this.#at
    const least = this.#bound()
    const isRange = this.#pattern[this.#at - 1] === ','
    const most = isRange ? this.#bound() : least
    if (this.#pattern[this.#at - 1] === ',' || this.#at === start + 1) throw new PatternError(BAD_INTERVAL)
    const min = Number(least)
    const max = most === '' ? Number.POSITIVE_INFINITY : Number(most)
    if (min > max) throw new PatternError(BAD_INTERVAL)
    if (min > MOST_REPETITIONS || (most !== '' && max > MOST_REPETITIONS)) throw new PatternError(TOO_BIG)
    return { min, max }
  }

  /** Returns the digits before the next comma or brace and moves past it. */
  #bound(): string {
    const start = this.#at
    while (this.#pattern[this.#at] !== ',' && this.#pattern[this.#at] !== '}') {
      this.#at += this.#pattern[this.#at] === '\\' ? 2 : 1
      if (this.#at > this.#pattern.length) throw new PatternError('Unmatched \\{')
    }
    const digits = this.#pattern.slice(start, this.#at++)
    if (!/^[0-9]*$/.test(digits)) throw new PatternError(BAD_INTERVAL)
    return digits
  }

  #atom(): Pattern {
    const char = this.#pattern[this.#at++]
    if (char === '(') return this.#group()
    if (char === '[') return this.#bracket()
    if (char === '\\') return this.#escape()
    if (char === '.') return { kind: 'byte', size: 1, set: ANY_BYTE }
    if (char === '^') return placeNode('text start')
    if (char === '$') return placeNode('text end')
    return literal(char)
  }

  #group(): Pattern {
    const number = ++this.#groups
    if (++this.#depth > DEEPEST) throw new PatternError(TOO_BIG)
    const pattern = this.#choice()
    this.#depth--
    if (!this.#take(')')) throw new PatternError('Unmatched ( or \\(')
    this.#closed.add(number)
    return pattern
  }

  #bracket(): Pattern {
    const { set, end } = parseBracket(this.#pattern, this.#at)
    this.#at = end
    return { kind: 'byte', size: 1, set }
  }

  #escape(): Pattern {
    const char = this.#pattern[this.#at++]
    if (char === undefined) throw new PatternError('Trailing backslash')
    if (char >= '1' && char <= '9') {
      const known = this.#closed.has(Number(char))
      throw new PatternError(known ? 'Back references are not supported' : 'Invalid back reference')
    }
    return ESCAPES.get(char) ?? literal(char)
  }

  #take(char: string): boolean {
    if (this.#pattern[this.#at] !== char) return false
    this.#at++
    return true
  }
}

function literal(char: string | undefined): Pattern {
  const code = char?.charCodeAt(0)
  return { kind: 'byte', size: 1, set: byteSet((byte) => byte === code) }
}

function limited(pattern: Pattern): Pattern {
  if (pattern.size > LARGEST) throw new PatternError(TOO_BIG)
  return pattern
}
