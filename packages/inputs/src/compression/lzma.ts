/**
 * Decodes LZMA symbols: literals and matches, whose bits a range coder packs by their probabilities (the specification of
 * Igor Pavlov's LZMA, in the public domain).
 */
import { CutError, DamageError } from './decoding-errors.ts'
import type { History } from './history.ts'

const STATES = 12
const POSITION_STATES = 16
const PROBABILITY_BITS = 11
const MOVE_BITS = 5
const EVEN = 1 << (PROBABILITY_BITS - 1)
const TOP = 1 << 24
/** States below this one follow a literal. */
const AFTER_LITERAL = 7
const SHORTEST_MATCH = 2
const LITERAL_PROBABILITIES = 0x300
const MOST_LITERAL_BITS = 4
const DISTANCE_STATES = 4
const SLOT_BITS = 6
const ALIGN_BITS = 4
/** Slots from here on have their lower bits coded evenly. */
const FIRST_EVEN_SLOT = 14
const SPECIAL_DISTANCES: number = 1 + (1 << (FIRST_EVEN_SLOT / 2)) - FIRST_EVEN_SLOT

/** The probabilities of a length: two choices, then 8 low and 8 middle ones for each position state, and 256 high ones. */
const LENGTH_LOW = 2
const LENGTH_MIDDLE: number = LENGTH_LOW + POSITION_STATES * 8
const LENGTH_HIGH: number = LENGTH_MIDDLE + POSITION_STATES * 8
const LENGTH_SIZE: number = LENGTH_HIGH + 256

/** Where the probabilities of each kind begin. */
const IS_MATCH = 0
const IS_REPEAT: number = IS_MATCH + STATES * POSITION_STATES
const IS_NOT_LAST: number = IS_REPEAT + STATES
const IS_NOT_SECOND: number = IS_NOT_LAST + STATES
const IS_NOT_THIRD: number = IS_NOT_SECOND + STATES
const IS_LONG: number = IS_NOT_THIRD + STATES
const SLOT: number = IS_LONG + STATES * POSITION_STATES
const SPECIAL: number = SLOT + DISTANCE_STATES * (1 << SLOT_BITS)
const ALIGN: number = SPECIAL + SPECIAL_DISTANCES
const LENGTH: number = ALIGN + (1 << ALIGN_BITS)
const REPEAT_LENGTH: number = LENGTH + LENGTH_SIZE
const LITERAL: number = REPEAT_LENGTH + LENGTH_SIZE
const PROBABILITIES: number = LITERAL + (LITERAL_PROBABILITIES << MOST_LITERAL_BITS)

export class LzmaDecoder {
  readonly #probabilities = new Uint16Array(PROBABILITIES)
  #literalContext = 0
  #literalMask = 0
  #positionMask = 0
  #state = 0
  /** The last distances, less 1. */
  #last = 0
  #second = 0
  #third = 0
  #fourth = 0
  /** Bytes since the dictionary began. */
  #position = 0
  #range = 0
  #code = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0

  /** Takes over properties, `(pb * 5 + lp) * 9 + lc`, and forgets everything else. */
  setProperties(properties: number): void {
    if (properties >= 9 * 5 * 5) throw new DamageError('no such properties')
    const context = properties % 9
    const rest = (properties - context) / 9
    const literalPosition = rest % 5
    if (context + literalPosition > MOST_LITERAL_BITS) throw new DamageError('no such properties')
    this.#literalContext = context
    this.#literalMask = (1 << literalPosition) - 1
    this.#positionMask = (1 << ((rest - literalPosition) / 5)) - 1
    this.resetState()
  }

  /** Forgets probabilities and distances. */
  resetState(): void {
    this.#probabilities.fill(EVEN)
    this.#state = 0
    this.#last = 0
    this.#second = 0
    this.#third = 0
    this.#fourth = 0
  }

  /** A dictionary begins: positions count from here. */
  resetPosition(): void {
    this.#position = 0
  }

  /** Bytes were added that are not of LZMA. */
  passBy(count: number): void {
    this.#position = (this.#position + count) >>> 0
  }

  /**
   * Decodes `size` bytes from bytes `start` to `end`, after which there must be zeros or other bytes; gives how far it read.
   * When it throws, what was decoded is in the history.
   */
  decode(history: History, size: number, bytes: Uint8Array, start: number, end: number): number {
    this.#bytes = bytes
    this.#at = start + 5
    if (start + 5 > end) throw new CutError()
    if (bytes[start] !== 0) throw new DamageError('a range coder that begins wrong')
    this.#range = -1
    this.#code =
      ((bytes[start + 1] as number) << 24) |
      ((bytes[start + 2] as number) << 16) |
      ((bytes[start + 3] as number) << 8) |
      (bytes[start + 4] as number)
    const until = history.end + size
    const before = history.end
    try {
      this.#decodeUntil(history, until, end)
    } finally {
      this.#position = (this.#position + history.end - before) >>> 0
    }
    this.#normalise()
    if (this.#at > end) throw new CutError()
    return this.#at
  }

  #decodeUntil(history: History, until: number, end: number): void {
    const out = history.bytes
    const base = history.end - this.#position
    const reachStart = history.end - history.reach
    while (history.end < until) {
      const to = history.end
      const state = this.#state
      const positionState = (to - base) & this.#positionMask
      if (this.#bit(IS_MATCH + state * POSITION_STATES + positionState) === 0) {
        const previous = to > reachStart ? (out[to - 1] as number) : 0
        const context =
          (((to - base) & this.#literalMask) << this.#literalContext) +
          (previous >>> (8 - this.#literalContext))
        const literals = LITERAL + LITERAL_PROBABILITIES * context
        let symbol = 1
        if (state >= AFTER_LITERAL) {
          const distance = this.#last + 1
          if (distance > to - reachStart) throw new DamageError('a match reaches too far back')
          symbol = this.#matchedLiteral(literals, out[to - distance] as number)
        }
        symbol = this.#literal(literals, symbol)
        if (this.#at > end) throw new CutError()
        out[to] = symbol
        history.end = to + 1
        this.#state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
        continue
      }
      let length: number
      if (this.#bit(IS_REPEAT + state) === 0) {
        this.#fourth = this.#third
        this.#third = this.#second
        this.#second = this.#last
        length = this.#length(LENGTH, positionState)
        this.#last = this.#distance(length)
        this.#state = state < AFTER_LITERAL ? 7 : 10
      } else {
        if (this.#bit(IS_NOT_LAST + state) === 0) {
          if (this.#bit(IS_LONG + state * POSITION_STATES + positionState) === 0) {
            if (this.#at > end) throw new CutError()
            this.#state = state < AFTER_LITERAL ? 9 : 11
            history.copy(this.#last + 1, 1)
            continue
          }
        } else {
          let distance: number
          if (this.#bit(IS_NOT_SECOND + state) === 0) distance = this.#second
          else {
            if (this.#bit(IS_NOT_THIRD + state) === 0) distance = this.#third
            else {
              distance = this.#fourth
              this.#fourth = this.#third
            }
            this.#third = this.#second
          }
          this.#second = this.#last
          this.#last = distance
        }
        length = this.#length(REPEAT_LENGTH, positionState)
        this.#state = state < AFTER_LITERAL ? 8 : 11
      }
      if (this.#at > end) throw new CutError()
      length += SHORTEST_MATCH
      if (to + length > until) throw new DamageError('a match that is too long')
      history.copy(this.#last + 1, length)
    }
  }

  /** A literal after a match, which mostly differs from the byte that would go on with the match; up to where it does. */
  #matchedLiteral(literals: number, expectedByte: number): number {
    let symbol = 1
    let matched = expectedByte
    do {
      const expected = (matched >>> 7) & 1
      matched <<= 1
      const bit = this.#bit(literals + ((1 + expected) << 8) + symbol)
      symbol = (symbol << 1) | bit
      if (bit !== expected) break
    } while (symbol < 0x100)
    return symbol
  }

  /** The rest of a literal: the same as so many calls of {@link #bit}, in less time: it makes the whole a fifth faster. */
  #literal(literals: number, begun: number): number {
    const probabilities = this.#probabilities
    const bytes = this.#bytes
    let range = this.#range
    let code = this.#code
    let at = this.#at
    let symbol = begun
    while (symbol < 0x100) {
      if (range >>> 0 < TOP) {
        range <<= 8
        code = (code << 8) | (bytes[at++] as number)
      }
      const index = literals + symbol
      const probability = probabilities[index] as number
      const bound = Math.imul(range >>> PROBABILITY_BITS, probability)
      if (code >>> 0 < bound >>> 0) {
        range = bound
        probabilities[index] = probability + (((1 << PROBABILITY_BITS) - probability) >>> MOVE_BITS)
        symbol <<= 1
      } else {
        range = (range - bound) | 0
        code = (code - bound) | 0
        probabilities[index] = probability - (probability >>> MOVE_BITS)
        symbol = (symbol << 1) | 1
      }
    }
    this.#range = range
    this.#code = code
    this.#at = at
    return symbol & 0xff
  }

  #normalise(): void {
    if (this.#range >>> 0 < TOP) {
      this.#range <<= 8
      this.#code = (this.#code << 8) | (this.#bytes[this.#at++] as number)
    }
  }

  #bit(index: number): number {
    const probabilities = this.#probabilities
    let range = this.#range
    let code = this.#code
    if (range >>> 0 < TOP) {
      range <<= 8
      code = (code << 8) | (this.#bytes[this.#at++] as number)
    }
    const probability = probabilities[index] as number
    const bound = Math.imul(range >>> PROBABILITY_BITS, probability)
    if (code >>> 0 < bound >>> 0) {
      this.#range = bound
      this.#code = code
      probabilities[index] = probability + (((1 << PROBABILITY_BITS) - probability) >>> MOVE_BITS)
      return 0
    }
    this.#range = (range - bound) | 0
    this.#code = (code - bound) | 0
    probabilities[index] = probability - (probability >>> MOVE_BITS)
    return 1
  }

  /** Bits that 0 and 1 are as likely for. */
  #evenBits(count: number): number {
    let result = 0
    for (let left = count; left > 0; left--) {
      this.#normalise()
      this.#range >>>= 1
      if (this.#code >>> 0 >= this.#range >>> 0) {
        this.#code = (this.#code - this.#range) | 0
        result = (result << 1) | 1
      } else result <<= 1
    }
    return result
  }

  #tree(first: number, bits: number): number {
    let symbol = 1
    for (let left = bits; left > 0; left--) symbol = (symbol << 1) | this.#bit(first + symbol)
    return symbol - (1 << bits)
  }

  #reversedTree(first: number, bits: number): number {
    let node = 1
    let symbol = 0
    for (let index = 0; index < bits; index++) {
      const bit = this.#bit(first + node)
      node = (node << 1) | bit
      symbol |= bit << index
    }
    return symbol
  }

  #length(first: number, positionState: number): number {
    if (this.#bit(first) === 0) return this.#tree(first + LENGTH_LOW + positionState * 8, 3)
    if (this.#bit(first + 1) === 0) return 8 + this.#tree(first + LENGTH_MIDDLE + positionState * 8, 3)
    return 16 + this.#tree(first + LENGTH_HIGH, 8)
  }

  /** A distance, less 1. */
  #distance(length: number): number {
    const state = Math.min(length, DISTANCE_STATES - 1)
    const slot = this.#tree(SLOT + state * (1 << SLOT_BITS), SLOT_BITS)
    if (slot < 4) return slot
    const bits = (slot >>> 1) - 1
    const first = (2 | (slot & 1)) << bits
    if (slot < FIRST_EVEN_SLOT) return first + this.#reversedTree(SPECIAL + first - slot, bits)
    const upper = this.#evenBits(bits - ALIGN_BITS) << ALIGN_BITS
    return (first >>> 0) + (upper >>> 0) + this.#reversedTree(ALIGN, ALIGN_BITS)
  }
}
