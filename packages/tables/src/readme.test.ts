// The example of the README runs and prints what the README says.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { build } from 'esbuild'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.restoreAllMocks())

test('the example prints what the README shows', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!
  const shown = /```text\n(.*?)```/s.exec(readme)![1]!
  const { outputFiles } = await build({
    stdin: { contents: example, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    alias: { '@ts-audit/tables': fileURLToPath(new URL('.', import.meta.url)) },
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
