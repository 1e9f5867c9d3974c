// The WebAssembly in the packages against the sources it is compiled from.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('what is compiled from the assembly folders is up to date', () => {
  const script = fileURLToPath(new URL('compile-assembly.mjs', import.meta.url))
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('')
})
