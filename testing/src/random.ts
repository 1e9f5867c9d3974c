/** Numbers that look random and are the same for the same seed. */

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  /** True once in `times`. */
  once(times: number): boolean
  /** One of the choices. */
  pick<Choice>(choices: readonly Choice[]): Choice
}

/** mulberry32: 32 bits of state are enough for a test. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return {
    below,
    once: (times) => below(times) === 0,
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
  }
}
