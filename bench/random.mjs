// A seeded source of random choices, so that a log of one seed and size is the same on every machine.

/** @typedef {ReturnType<typeof createRandom>} Random */

/**
 * Mulberry32: 32 bits of state, fast, good enough to choose test data with.
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0
  /** A number from 0 up to 1, without 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  /**
   * A whole number from 0 up to `limit`, without it.
   * @param {number} limit
   */
  const below = (limit) => Math.floor(next() * limit)
  /**
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  const pick = (list) => /** @type {T} */ (list[below(list.length)])
  /**
   * Lower-case hexadecimal digits.
   * @param {number} digits
   */
  const hex = (digits) => {
    let text = ''
    for (let left = digits; left > 0; left -= 6) {
      text += below(0x1000000).toString(16).padStart(6, '0').slice(0, Math.min(left, 6))
    }
    return text
  }
  return { next, below, pick, hex, chance: (/** @type {number} */ share) => next() < share }
}
