// What the help of ts-aubpfd says of its words.
import { expect, test } from 'vitest'
import { usageText } from '../options/commander.ts'
import { aubpfdTable } from './options.ts'

test('the first line of the help names the words that its examples use', () => {
  const [usage = ''] = usageText(aubpfdTable).split('\n')
  const used = aubpfdTable.examples.flatMap(({ command }) => /^ts-aubpfd (\w+)/.exec(command)?.[1] ?? [])
  expect(usage).toMatch(/^usage: ts-aubpfd \[.*\] \[options\]$/)
  expect(new Set(used)).toEqual(new Set(['install', 'check', 'run']))
  for (const word of used) expect(usage).toContain(word)
})
