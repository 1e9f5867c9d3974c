import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlotNumbers } from './slot-numbers.ts'

it('hands out the lowest free number, as a plain list would', () => {
  // A number n means: free the n-th of the taken ones; undefined means: take one.
  const step = fc.option(fc.nat(2000), { nil: undefined, freq: 2 })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), (steps) => {
      const slots = new SlotNumbers()
      const taken: number[] = []
      const free = new Set(Array.from({ length: 3001 }, (_, slot) => slot))
      for (const at of steps) {
        if (at === undefined || taken.length === 0) {
          const expected = Math.min(...[...free].slice(0, 1), ...free)
          expect(slots.take()).toBe(expected)
          free.delete(expected)
          taken.push(expected)
        } else {
          const [slot] = taken.splice(at % taken.length, 1)
          slots.free(slot!)
          free.add(slot!)
        }
      }
    }),
    { numRuns: 20 },
  )
})

it('grows beyond any number of levels it starts with', () => {
  const slots = new SlotNumbers()
  for (let slot = 0; slot < 40_000; slot++) expect(slots.take()).toBe(slot)
  slots.free(33)
  slots.free(31_999)
  expect([slots.take(), slots.take(), slots.take()]).toEqual([33, 31_999, 40_000])
})
