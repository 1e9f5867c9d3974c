import { timeLocale, UTC } from '@ts-audit/auparse/time'
import { parseTimeArgument } from '@ts-audit/ausearch'
import { describe, expect, test } from 'vitest'
import { ausearchTable } from '../ausearch/table.ts'
import { usageText } from './commander.ts'
import { timeForms } from './time-forms.ts'

const NOON = 1_750_000_000
const context = { now: NOON, zone: UTC, locale: timeLocale('C'), uptime: () => 3600 }
const times = timeForms.entries.flatMap(({ term }) => term.split(', '))

describe('every time that help names is understood', () => {
  test.each(times)('%s', (time) => {
    const [first = '', second] = time.split(' ')
    const found = parseTimeArgument('start', second === undefined ? [first] : [first, second], context)
    expect(found.kind).toBe(time === 'checkpoint' ? 'checkpoint' : 'instant')
  })
})

test('help names them, and what they mean', () => {
  const help = usageText(ausearchTable)
  for (const { term, meaning } of timeForms.entries) expect(help).toMatch(lineOf(term, meaning))
})

/** The term and its meaning with nothing but blanks between them. */
function lineOf(term: string, meaning: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`${literal(term)}\\s+${literal(meaning)}$`, 'm')
}
