// The tables outside the heap behave as the plain maps and arrays that they replace.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NUMBER_NAMES, TEXT_NAMES } from '../fields/process.ts'
import { type Identity, NO_IDENTITY } from '../fields/process-objects.ts'
import { unitOf } from '../records/unit.ts'
import { ActorTable } from './actor-table.ts'
import { NumberColumn, Uint32Column } from './columns.ts'
import { IdIndex } from './id-index.ts'
import { TextPool } from './text-pool.ts'

const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) })
const place = fc.oneof(fc.nat(40), fc.nat(100_000))

test('a column of numbers gives back what was set last', () => {
  // The last two are the largest seconds and serial that a stamp can have.
  const large = fc.constantFrom(2 ** 52, -(2 ** 52), 2 ** 53, 2 ** 63, 2 ** 64)
  const value = fc.option(fc.oneof(fc.integer(), fc.integer({ min: -(2 ** 53), max: 2 ** 53 }), large), {
    nil: undefined,
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(place, value)), (writes) => {
      const column = new NumberColumn()
      const expected = new Map<number, number | undefined>()
      for (const [at, number] of writes) {
        column.set(at, number)
        expected.set(at, number)
      }
      for (const [at, number] of expected) expect(column.get(at)).toBe(number)
      expect(column.get(200_000)).toBeUndefined()
    }),
  )
})

test('a column of unsigned numbers is 0 where nothing was set', () => {
  const column = new Uint32Column()
  column.set(20_000, 0xffff_ffff)
  column.set(3, 0)
  expect([column.get(20_000), column.get(20_001), column.get(3), column.get(90_000)]).toEqual([
    0xffff_ffff, 0, 0, 0,
  ])
})

test('equal texts have one number, and every number its text', () => {
  fc.assert(
    fc.property(fc.array(latin1, { maxLength: 3000 }), (texts) => {
      const pool = new TextPool()
      const numbers = texts.map((text) => pool.intern(text))
      expect(new Set(numbers).size).toBe(new Set(texts).size)
      expect(numbers.map((number) => pool.text(number))).toEqual(texts)
    }),
    { numRuns: 20 },
  )
  const pool = new TextPool()
  expect([pool.intern(undefined), pool.text(0), pool.text(pool.intern(''))]).toEqual([0, undefined, ''])
})

test('texts go on in the next piece of memory', () => {
  const pool = new TextPool()
  const texts = Array.from({ length: 400 }, (_, at) => `${at} ${'x'.repeat(8_900)}`)
  const numbers = texts.map((text) => pool.intern(text))
  expect(numbers.map((number) => pool.text(number))).toEqual(texts)
  expect(texts.map((text) => pool.intern(text))).toEqual(numbers)
})

test('an index of ids is a map', () => {
  const step = fc.tuple(fc.constantFrom('set', 'delete'), fc.integer({ min: 1, max: 60 }), fc.nat(1000))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
      const index = new IdIndex()
      const expected = new Map<number, number>()
      for (const [kind, id, row] of steps) {
        if (kind === 'set') {
          index.set(id, row)
          expected.set(id, row)
        } else {
          index.delete(id)
          expected.delete(id)
        }
      }
      expect(index.size).toBe(expected.size)
      expect([...index.rows()].sort()).toEqual([...expected.values()].sort())
      for (let id = 1; id <= 60; id++) expect(index.get(id)).toBe(expected.get(id))
    }),
  )
})

test('equal identities have one number, and every number its identity', () => {
  const text = fc.option(fc.constantFrom('', 'a', 'b', '\xff'), { nil: undefined })
  const number = fc.option(fc.constantFrom(0, 1000, 4294967295), { nil: undefined })
  const fields = Object.fromEntries([
    ...NUMBER_NAMES.map((name) => [name, number] as const),
    ...TEXT_NAMES.map((name) => [name, text] as const),
  ])
  const identity: fc.Arbitrary<Identity> = fc
    .record(fields)
    .map((known) => ({ ...NO_IDENTITY, ...known }))
    .map((known) => ({ ...known, unit: unitOf(known) }))
  fc.assert(
    fc.property(fc.array(identity, { maxLength: 400 }), (identities) => {
      const actors = new ActorTable(new TextPool())
      const numbers = identities.map((one) => actors.intern(one))
      expect(new Set(numbers).size).toBe(
        new Set(identities.map((one) => JSON.stringify(one, keepUndefined))).size,
      )
      expect(numbers.map((one) => actors.identity(one))).toEqual(identities)
    }),
  )
  expect(new ActorTable(new TextPool()).identity(0)).toBeUndefined()
})

function keepUndefined(_: string, value: unknown): unknown {
  return value === undefined ? 'undefined' : value
}
