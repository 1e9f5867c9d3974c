/** Output that several threads make together is what one makes alone: same bytes, same lines on stderr, same order. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tsAusearch } from './testing/command.ts'

const CAPTURES = ['bpf-enriched', 'host-mixed-raw', 'bpf-node', 'bpf-k510']
/** Long enough that the threads take part: they start after the first 2 MB. */
const ROUNDS = 3

/** Records that are printed otherwise when the threads do not know what came before them: batches may begin with any. */
const dependent = (stamp: string): readonly string[] => [
  `type=FANOTIFY msg=audit(${stamp}1): resp=1 fan_info=3137 subj_trust=3 obj_trust=5`,
  `type=SECCOMP msg=audit(${stamp}2): auid=0 uid=0 gid=0 ses=1 pid=1 comm="x" exe="/x" sig=0 arch=40000003 syscall=102 compat=1 ip=0x1 code=0x0`,
]
/** What they depend on, and what else there is one of in many lines. */
const rare = (stamp: string, number: number): readonly string[] => [
  `type=FANOTIFY msg=audit(${stamp}3): resp=1 fan_type=${number % 3} fan_info=3137 subj_trust=3 obj_trust=5`,
  `type=SYSCALL msg=audit(${stamp}4): arch=40000003 syscall=102 success=yes exit=0 a0=${number % 9} pid=1 comm="x"`,
  `type=UNKNOWN[9999] msg=audit(${stamp}5): op=nothing`,
]

const BAD_STAMP = 'type=SYSCALL msg=audit(99999999999999999999999:7): a stamp that is none'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-threads-'))
const log = path.join(folder, 'audit.log')

beforeAll(() => {
  const captures = CAPTURES.map((name) =>
    readFileSync(path.join(fixtures, 'captures', name, 'audit.log'), 'latin1'),
  )
  const lines: string[] = []
  for (const [number, line] of Array(ROUNDS).fill(captures).flat().join('').split('\n').entries()) {
    lines.push(line)
    // Well apart in time, so that no two events share an id.
    const stamp = `${2_000_000_000 + lines.length * 10}.000:`
    if (lines.length % 10 === 0) lines.push(...dependent(stamp))
    if (number % 1500 === 0) lines.push(...rare(stamp, number / 1500))
    if (number % 1500 === 700) lines.push(BAD_STAMP)
  }
  writeFileSync(log, lines.join('\n'), 'latin1')
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.each([
  ['-i'],
  ['-i', '--escape', 'raw', '-ui', 'root'],
  ['--format', 'csv', '--extra-labels', '--extra-time', '--extra-keys', '--extra-obj2'],
  ['--format', 'text'],
])('%s %s', (...format) => {
  test.each(['1', '3'])('with %s threads', async (threads) => {
    const [alone, together] = await Promise.all(
      ['0', threads].map((count) => tsAusearch([...format, '--threads', count, '-if', log])),
    )
    expect(alone?.stdout.length).toBeGreaterThan(1_000_000)
    expect(together).toEqual(alone)
  })
})

test.each(['x', '10', ''])('%j is no number of threads', async (count) => {
  const { status, stderr } = await tsAusearch(['-i', '--threads', count, '-if', log])
  expect([status, stderr]).toEqual([1, expect.stringContaining('Invalid number of threads')])
})
