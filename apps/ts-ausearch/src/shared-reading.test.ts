/** A log that two threads read gives what one alone finds: same bytes, same lines on stderr, same status. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tsAusearch } from './testing/command.ts'

const run = promisify(execFile)
const generator = fileURLToPath(new URL('../../../bench/generate.mjs', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-shared-'))
const plain = path.join(folder, 'plain.log')
const hostile = path.join(folder, 'hostile.log')
const tiedAtEnd = path.join(folder, 'tied.log')
const crowded = path.join(folder, 'crowded.log')
const parts = ['3', '2', '1', '0'].map((number) => path.join(folder, `audit.log.${number}`))

/** Events of the same stamp: which comes first depends on all that was before. */
function tied(stamp: string): string {
  return ['b', 'a', 'c']
    .map((node) => `node=${node} type=PATH msg=audit(${stamp}:3): item=0 name="tied"`)
    .join('\n')
}

/** What is found between records, and what other threads cannot know the order of. */
const oddities = (stamp: string): readonly string[] => [
  '# no record',
  'type=SYSCALL msg=audit(99999999999999999999999:7): a stamp that is none',
  `type=SYSCALL msg=audit(${stamp}:1): arch=c000003e\0 syscall=1 key="after-nul"`,
  `type=PATH msg=audit(${stamp}:2): item=0 name="${'n'.repeat(9500)}"`,
  tied(stamp),
  'type=USER_LOGIN msg=audit(4000000000.000:4): pid=1 uid=0 auid=0 ses=1 msg=\'op=login acct="future" res=failed\'',
  'type=SYSCALL msg=audit(1000000000.000:5): arch=c000003e syscall=321 success=yes exit=3 pid=5 key="past"',
]

beforeAll(async () => {
  await run(process.execPath, [generator, '--size', '24M', '--rate', '10', '--out', plain])
  await run(process.execPath, [generator, '--size', '16M', '--rate', '20000', '--out', crowded])
  const lines = readFileSync(plain, 'latin1').split('\n')
  const mixed = lines.flatMap((line, index) => {
    const [, second] = /audit\((\d+)/.exec(line) ?? []
    const odd = oddities(`${second}.500`)
    // The second half has none but at its end.
    return index % 4001 === 4000 && (index < lines.length / 2 || index > lines.length - 8002)
      ? [line, odd[((index / 4001) | 0) % odd.length] as string]
      : [line]
  })
  writeFileSync(hostile, mixed.join('\n'), 'latin1')
  const [, last] = /audit\((\d+)/.exec(lines[lines.length - 2] ?? '') ?? []
  writeFileSync(
    tiedAtEnd,
    [...lines.slice(0, -1), tied(`${last}.999`), ...lines.slice(-40)].join('\n'),
    'latin1',
  )
  const length = Math.ceil(lines.length / parts.length)
  for (const [index, file] of parts.entries()) {
    const some = lines.slice(index * length, (index + 1) * length)
    // One ends within a line.
    writeFileSync(file, some.join('\n') + (index === 1 ? '' : '\n'), 'latin1')
  }
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

const searches: readonly (readonly string[])[] = [
  ['-m', 'BPF'],
  ['-m', 'SYSCALL,USER_LOGIN', '--raw'],
  ['-k', 'past'],
  ['-x', '/usr/bin/sudo', '-i'],
  ['-p', '777'],
  ['-f', 'tied', '--raw'],
  ['-m', 'PATH,SYSCALL', '--format', 'text'],
  ['-a', '5'],
  ['-m', 'USER_LOGIN', '-sv', 'no', '--format', 'text'],
  ['-k', 'a-key-that-no-record-has'],
]

describe.each([
  ['rising times', [plain]],
  ['what is no record, times out of order', [hostile]],
  ['records of the same stamp at the end', [tiedAtEnd]],
  ['thousands of events in flight', [crowded]],
  ['several files', parts],
])('%s', (_what, files) => {
  const inputs = files.flatMap((file) => ['-if', file])
  const settings = files.length > 1 ? ['--input-format', 'audit'] : []

  test.each(searches.map((search) => [search.join(' '), search] as const))('%s', async (_name, search) => {
    const [alone, together] = await Promise.all(
      ['0', '1'].map((count) => tsAusearch([...search, '--threads', count, ...settings, ...inputs])),
    )
    expect(together).toEqual(alone)
  })
})

/** The functions that threads were seen in. */
async function profiled(args: readonly string[]): Promise<ReadonlySet<string>[]> {
  const profiles = mkdtempSync(path.join(folder, 'profiles-'))
  const script = fileURLToPath(new URL('../dist/ts-ausearch.js', import.meta.url))
  const options = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', profiles]
  await run(process.execPath, [...options, script, ...args], { maxBuffer: 1 << 30 })
  return readdirSync(profiles).map((name) => {
    const { nodes } = JSON.parse(readFileSync(path.join(profiles, name), 'utf8')) as {
      readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[]
    }
    return new Set(nodes.map(({ callFrame }) => callFrame.functionName))
  })
}

test('the other thread reads, and this one gives what it has found', async () => {
  const threads = await profiled(['-m', 'SYSCALL', '--raw', '--threads', '1', '-if', plain])
  expect(threads.filter((names) => names.has('readParts'))).toHaveLength(1)
  expect(threads.filter((names) => names.has('#give') && names.has('eventsOf'))).toHaveLength(1)
})

test('it is not started for little, or where it may not be', async () => {
  for (const options of [['--threads', '0'], ['--threads', '1', '--just-one'], []]) {
    const threads = await profiled(['-m', 'SYSCALL', '--raw', ...options, '-if', plain])
    expect(threads).toHaveLength(1)
  }
})
