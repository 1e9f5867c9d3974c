// ts-aureport --follow: what comes after it has begun, and what it refuses.
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSession } from '../run/session.ts'
import { parseAureport } from './command-line.ts'
import { runAureport } from './run-aureport.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'aureport-follow-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

// What the command loads when it is wanted is loaded before: on a busy machine that takes longer than the log waits.
beforeAll(() =>
  Promise.all([
    import('../input/follow-input.ts'),
    import('./bpf/bpf-report.ts'),
    import('./bpf/live-view.ts'),
  ]),
)

const capture = readFileSync(
  new URL('../../../../fixtures/captures/bpf-basic/audit.log', import.meta.url),
  'latin1',
)
const half = capture.indexOf('\n', capture.length >> 1) + 1

/** What a report prints of the second half of a log, which is written when it has begun. */
async function followed(...args: string[]): Promise<string> {
  const log = path.join(folder, `${args.join('')}.log`)
  const file = path.join(folder, `${args.join('')}.out`)
  writeFileSync(log, capture.slice(0, half), 'latin1')
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  const stop = new AbortController()
  setTimeout(() => appendFileSync(log, capture.slice(half), 'latin1'), 1500)
  const run = runAureport({
    tokens: ['-if', log, '--follow', ...args],
    variables: { LC_ALL: 'C', TZ: 'UTC' },
    machine: 'x86_64',
    isTerminal: () => false,
    note: () => {},
    stdin,
    stdout,
    interrupted: () => stop.signal,
  })
  // The last events are complete when the log has been silent.
  await pause(5000)
  stop.abort()
  expect([args, await run]).toEqual([args, 0])
  closeSync(stdout)
  closeSync(stdin)
  return readFileSync(file, 'latin1')
}

test('rows, programs and findings come while the log is written', async () => {
  const second = capture.slice(half).split('\n')
  const ids = (op: string): string[] =>
    second.flatMap((line) => new RegExp(`type=BPF .* prog-id=(\\d+) op=${op}$`).exec(line)?.[1] ?? [])
  const [rows, programs, findings] = await Promise.all([
    followed('--bpf'),
    followed('--bpf', 'programs', '--format', 'ndjson'),
    followed('--bpf', 'findings'),
  ])
  expect(rows.match(/^\d+\. /gm)).toHaveLength(ids('LOAD').length + ids('UNLOAD').length)
  const told = programs
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { progId: number; state: string })
  const ended = told.filter(({ state }) => state === 'unloaded').map(({ progId }) => String(progId))
  expect(ended.length).toBeGreaterThan(50)
  expect(ended.every((id) => ids('LOAD').includes(id) && ids('UNLOAD').includes(id))).toBe(true)
  expect(new Set(ended).size).toBe(ended.length)
  expect(findings).toMatch(/^BPF Findings Report$/m)
  const numbers = [...findings.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual(numbers.map((_, at) => at + 1))
})

test.each([
  [['-x'], '--follow is for --bpf, --bpf programs and --bpf findings: other reports are about a whole log'],
  [
    ['--bpf', 'loaders'],
    '--follow is for --bpf, --bpf programs and --bpf findings: other reports are about a whole log',
  ],
  [['--bpf', 'programs', '--format', 'json'], '--format json is one document: --follow takes ndjson'],
  [['--bpf', 'findings', '--enrichment', 'f'], '--enrichment is for a whole log'],
])('%j is refused', (args, message) => {
  const session = createSession({ variables: {}, machine: 'x86_64' })
  expect(parseAureport(['--follow', ...args], session)).toMatchObject({
    kind: 'exit',
    status: 1,
    stderr: `${message}\n`,
  })
})
