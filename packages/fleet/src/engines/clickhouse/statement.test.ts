/** Statements in the words of ClickHouse. */
import { expect, test } from 'vitest'
import { bindParameters, readDeletion } from './statement.ts'

test.each([
  ['SELECT $a, $a', 'SELECT {a:String}, {a:String}'],
  [
    "SELECT '$a', 'it''s $a', '\\'$a', \"$a\", `$a`, $a",
    "SELECT '$a', 'it''s $a', '\\'$a', \"$a\", `$a`, {a:String}",
  ],
  ['SELECT 1 -- $a\n+ $a /* $a */', 'SELECT 1 -- $a\n+ {a:String} /* $a */'],
  ["SELECT 'not ended $a", "SELECT 'not ended {a:String}"],
])('%s', (sql, expected) => {
  expect(bindParameters(sql, { a: 'x' }).sql).toBe(expected)
})

test.each([
  [1, 'Int64'],
  [1.5, 'Float64'],
  [-(2n ** 63n), 'Int64'],
  [2n ** 64n - 1n, 'UInt64'],
  [true, 'Bool'],
  [null, 'Nullable(String)'],
  [['a'], 'Array(String)'],
  [new Date(0), "Nullable(DateTime64(3, 'UTC'))"],
])('%s is bound as %s', (value, type) => {
  expect(bindParameters('$v', { v: value }).sql).toBe(`{v:${type}}`)
})

test('deletions are recognised, and nothing else', () => {
  expect(readDeletion('DELETE FROM events WHERE a = 1\n AND b')).toEqual({
    table: 'events',
    condition: 'a = 1\n AND b',
  })
  expect(readDeletion('delete from "events"')).toEqual({ table: 'events', condition: 'true' })
  expect(readDeletion('INSERT INTO events SELECT 1')).toBeUndefined()
})
