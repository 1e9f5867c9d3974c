/** What a start loads, so that it does not grow back: a time would tell nothing on a busy machine. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, beforeAll, expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const log = path.join(fixtures, 'captures', 'bpf-basic', 'audit.log')
/** Run before the script: says at its end which files were loaded, and which costly parts of Node. */
const REPORT = `process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(dist)}))
  const parts = ['net', 'stream', 'crypto', 'child_process', 'worker_threads', 'zlib', 'tty']
  const builtins = parts.filter((part) => process.moduleLoadList.includes('NativeModule ' + part))
  require('node:fs').writeSync(2, JSON.stringify({ files, builtins }))
})`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-loaded-'))
  writeFileSync(path.join(folder, 'report.cjs'), REPORT)
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([[['--version']], [['-m', 'BPF']]])('%j loads the command and nothing else', (args) => {
  const { stderr } = spawnSync(
    process.execPath,
    [
      '-r',
      path.join(folder, 'report.cjs'),
      path.join(dist, 'ts-ausearch.js'),
      '-if',
      log,
      '--no-notes',
      ...args,
    ],
    { encoding: 'utf8' },
  )
  const { files, builtins } = JSON.parse(stderr) as { files: string[]; builtins: string[] }
  // Without the hashes of what they hold; the chunk is what threads start with, too.
  const names = files.map((file) => path.basename(file, '.js').replace(/^(command|chunk)-.*/, '$1'))
  expect([names.sort(), builtins]).toEqual([['chunk', 'command', 'ts-ausearch'], []])
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(370_000)
})

test('the scan is in a form that Node decodes itself', () => {
  const [command = ''] = readdirSync(dist).filter((file) => file.startsWith('command-'))
  // `\0asm` in base64.
  expect(readFileSync(path.join(dist, command), 'latin1')).toMatch(/scanWasm ?= ?Buffer\.from\("AGFzb/)
})
