/** The README's first example prints what the README says. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as auparse from './index.ts'

const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8')

test('the first example prints what stands below it', () => {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme)!
  const [, expected] = /```text\n([\s\S]*?)```/.exec(readme)!
  const body = code!.replace(/^import \{([^}]*)\} from .*$/m, 'const {$1} = auparse')
  const printed: string[] = []
  const console = { log: (...words: unknown[]) => printed.push(`${words.join(' ')}\n`) }
  new Function('auparse', 'console', body)(auparse, console)
  expect(printed.join('')).toBe(expected)
})
