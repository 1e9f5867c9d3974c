// The example of the README runs and prints what the README says, and its table of fields is that of the code.
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { packages, sources } from '@ts-audit/testing/source-plugin'
import { build } from 'esbuild'
import { afterEach, expect, test, vi } from 'vitest'
import { type ReportName, rowFields } from './index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

afterEach(() => vi.restoreAllMocks())

test('the example prints what the README shows', async () => {
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!
  const shown = /```text\n(.*?)```/s.exec(readme)![1]!
  const { outputFiles } = await build({
    stdin: { contents: example, resolveDir: packages, loader: 'ts' },
    plugins: [sources],
    bundle: true,
    format: 'esm',
    write: false,
  })
  const lines: string[] = []
  const show = (value: unknown) => (typeof value === 'string' ? value : inspect(value))
  vi.spyOn(console, 'log').mockImplementation((...values) => void lines.push(values.map(show).join(' ')))
  await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`)
  expect(`${lines.join('\n')}\n`).toBe(shown)
})

const rows = [...readme.matchAll(/^\| `(\w+)` \| [^|]+ \| (`time`.*|`f.*) \|$/gm)]

test.each(rows.map(([, name, fields]) => [name as ReportName, fields!]))('fields of %s', (name, fields) => {
  expect(fields.split(' ')).toEqual(rowFields(name, false).map((field) => `\`${field}\``))
})

test('the table has every report', () => {
  expect(rows).toHaveLength(24)
})
