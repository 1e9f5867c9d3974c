/** Pieces that were cut are put together as they were. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { QueryAnswer, Value } from '../engine.ts'
import { joinedPieces, partsOf } from './line-parts.ts'

const sizes = [0, 1, 16_383, 16_384, 16_385, 40_000]

function answerOf(rows: readonly (readonly Value[])[], atOnce: number): QueryAnswer {
  async function* some() {
    for (let at = 0; at < rows.length; at += atOnce) yield rows.slice(at, at + atOnce)
  }
  return { columns: ['part', 'lines'], types: ['INTEGER', 'BLOB'], rows: some() }
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

test('whatever their sizes are, and wherever the answer is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...sizes), { maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      async (lengths, atOnce) => {
        const pieces = lengths.map((length, number) =>
          Uint8Array.from({ length }, (_, at) => at * 7 + (at >> 8) + number),
        )
        const rows = pieces.flatMap((piece) => partsOf(piece).map((bytes, part) => [part, bytes]))
        const found: string[] = []
        for await (const piece of joinedPieces(answerOf(rows, atOnce))) found.push(latin1(piece))
        expect(found).toEqual(pieces.map(latin1))
        for (const [, bytes] of rows) expect((bytes as Uint8Array).length).toBeLessThanOrEqual(16_384)
      },
    ),
    { numRuns: 100 },
  )
})
