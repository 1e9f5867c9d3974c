/** What a start keeps of its compiled code, and that what stands there instead harms nobody. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterEach, beforeEach, expect, test } from 'vitest'

const log = path.join(fixtures, 'captures', 'bpf-basic', 'audit.log')
/** Later versions keep compiled code themselves, in files of their own. */
const ownTest = test.skipIf('enableCompileCache' in module)
const NEEDS = '[needs Node before 22.1]'

let program: string
beforeEach(() => {
  program = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-code-'))
  cpSync(fileURLToPath(new URL('../dist', import.meta.url)), path.join(program, 'dist'), { recursive: true })
})
afterEach(() => rmSync(program, { recursive: true }))

const run = (...args: string[]) => {
  const script = path.join(program, 'dist', 'ts-ausearch.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '-if', log, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
const kept = (): readonly string[] => readdirSync(path.join(program, '.cache')).sort()

test('a start with kept code does what the one before did', () => {
  const first = run('-m', 'BPF')
  expect(first.stdout).toContain('type=BPF')
  expect(kept().length).toBeGreaterThan(0)
  expect(run('-m', 'BPF')).toEqual(first)
})

ownTest(`three runs add what they have called, and later ones change nothing ${NEEDS}`, () => {
  const bytes = (): number => readFileSync(path.join(program, '.cache', kept()[0] ?? '')).length
  run('--version')
  expect(kept()).toEqual([expect.stringMatching(/^command-.*\.1$/)])
  const little = bytes()
  run('-m', 'BPF')
  expect(kept()).toEqual([expect.stringMatching(/^command-.*\.2$/)])
  expect(bytes()).toBeGreaterThan(little * 1.2)
  run('-m', 'BPF')
  const last = kept()
  expect(last).toEqual([expect.stringMatching(/^command-.*\.3$/)])
  run('-m', 'BPF', '--format', 'csv')
  expect(kept()).toEqual(expect.arrayContaining([...last]))
  expect(kept().length).toBeGreaterThan(1)
})

ownTest(`what is no kept code is replaced, and what is of another build goes ${NEEDS}`, () => {
  const whole = run('-m', 'BPF')
  const [name = ''] = kept()
  const file = path.join(program, '.cache', name)
  writeFileSync(path.join(program, '.cache', name.replace('command-', 'command-other-')), 'of another build')
  for (const spoil of [() => truncateSync(file, 1000), () => writeFileSync(file, 'what is this')]) {
    spoil()
    expect(run('-m', 'BPF')).toEqual(whole)
    expect(kept()).toEqual([name])
    expect(readFileSync(file).length).toBeGreaterThan(100_000)
  }
})

test('where nothing can be kept it works all the same', () => {
  const whole = run('-m', 'BPF')
  rmSync(path.join(program, '.cache'), { recursive: true })
  // Nobody, not even root, can make a folder of it.
  writeFileSync(path.join(program, '.cache'), '')
  expect(run('-m', 'BPF')).toEqual(whole)
  expect(whole.status).toBe(0)
})
