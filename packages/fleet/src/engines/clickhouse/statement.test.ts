/** Statements in the words of ClickHouse. */
import { expect, test } from 'vitest'
import { bindParameters } from './statement.ts'

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
])('%s is bound as %s', (value, type) => {
  expect(bindParameters('$v', { v: value }).sql).toBe(`{v:${type}}`)
})

test.each([
  [5, '{v:String}', '1970-01-01 00:00:00.005'],
  [1_700_000_000_005, "toDateTime64({v:String}, 3, 'UTC')", '2023-11-14 22:13:20.005'],
])('the moment %s is bound as %s', (time, sql, text) => {
  expect(bindParameters('$v', { v: new Date(time) })).toEqual({ sql, values: { v: text } })
})
