/** Search expressions: their matches and errors against the specification's and the installed library's. */
import { readFileSync } from 'node:fs'
import type { LogEvent } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../../testing/fixture-rows.ts'
import { eventsOf } from '../../testing/log-events.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import { createInterpretContext } from '../create-context.ts'
import { compileExpression } from './compile-expression.ts'
import { parseExpression } from './parse-expression.ts'

const log = readFileSync(new URL('../../fixtures/search-expressions.log', import.meta.url), 'latin1')
const events = eventsOf(log)
const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')

/** `serial/record` of the first record that makes each event match, or `!` and the error. */
function outcome(text: string): string {
  const parsed = parseExpression(text)
  if (parsed.kind === 'error') return `! ${parsed.message}`
  const matches = compileExpression(parsed.expression, createInterpretContext({ accounts }))
  const places = events.map((event) => {
    const number = event.records.findIndex((record) => matches({ ...event, records: [record] }))
    expect(matches(event)).toBe(number >= 0)
    return { event, number }
  })
  const matching = places.filter(({ number }) => number >= 0)
  return matching.map(({ event, number }) => `${serial(event)}/${number}`).join('; ')
}

function serial(event: LogEvent): number {
  return event.serial
}

/** `901/2 PATH @2:name; ...` as `901/2; ...`; with the stop mode `event` the library stands on record 0 again. */
function expectedPlaces(result: string): string {
  return (result.match(/\d+\/\d+/g) ?? []).join('; ')
}

describe('the specification’s examples (spec 06 §B7)', () => {
  const rows = fixtureRows('search-expressions.tsv')
  test('all rows are there', () => expect(rows.length).toBe(90))
  test.each(rows)('%s %s', (_id, text, stop, result) => {
    const found = outcome(text!)
    if (stop === '-') expect(found).toBe(`! ${result}`)
    else if (stop === 'event') expect(found.replace(/\/\d+/g, '/0')).toBe(expectedPlaces(result!))
    else expect(found).toBe(expectedPlaces(result!))
  })
})

test('random expressions mean what they mean to the installed library', () => {
  const rows = fixtureRows('library-expressions.tsv').map((row) =>
    row.map((cell) => JSON.parse(cell) as string),
  )
  expect(rows.length).toBeGreaterThan(1000)
  expect(rows.map(([text]) => [text, outcome(text!)])).toEqual(rows)
})
