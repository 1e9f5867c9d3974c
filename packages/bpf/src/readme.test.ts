// The example of the README runs and prints what the README says, and its tables are complete.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import ts from 'typescript'
import { afterEach, expect, test, vi } from 'vitest'
import { findingRules } from './findings/rules.ts'
import { createBpfTracker } from './index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

afterEach(() => vi.restoreAllMocks())

test('the example prints what the README shows', () => {
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!
  const shown = /```text\n(.*?)```/s.exec(readme)![1]!
  const code = ts.transpile(example.replace(/^import .*\n/gm, ''), { target: ts.ScriptTarget.ES2022 })
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...values) => void lines.push(values.join(' ')))
  new Function('createBpfTracker', 'LogReader', code)(createBpfTracker, LogReader)
  expect(`${lines.join('\n')}\n`).toBe(shown)
})

test('every finding is in the table, as it is', () => {
  for (const { name, severity, technique } of findingRules) {
    expect(readme).toContain(
      `| \`${name}\` | ${severity} | ${technique === undefined ? '' : `${technique} `}|`,
    )
  }
})
