// Which events a search by program id or operation finds, by hand from the rules of ProgramLives.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { createProgramTest, type ProgramSearch } from './program-test.ts'

const fixtures = new URL('../../../../fixtures/bpf/', import.meta.url)

/** Serial numbers of the events found, in the order of the log. */
function found(log: Uint8Array, search: ProgramSearch): number[] {
  const holds = createProgramTest(search)
  const serials: number[] = []
  const reader = new LogReader({
    sink(event) {
      if (holds(event)) serials.push(event.serial)
      return true
    },
  })
  reader.push(log)
  reader.end()
  return serials
}

const inFixture = (name: string, search: ProgramSearch): number[] =>
  found(readFileSync(new URL(`${name}.log`, fixtures)), search)
const ids = (...progIds: number[]): ProgramSearch => ({ progIds: new Set(progIds) })

describe('lives', () => {
  test.each<[name: string, progId: number, serials: readonly number[]]>([
    [
      'its calls that can name a program; another process of the pid; another node',
      5,
      [10, 11, 14, 17, 18, 500, 501],
    ],
    ['up to the exit of the loader', 6, [16, 17, 19, 22]],
    ['up to a boot, and again under the same id', 7, [23, 25, 31, 32, 33]],
    ['a load that failed has no life', 8, [24]],
    ['an UNLOAD whose call began before the LOAD', 9, [41, 40]],
    ['an UNLOAD inside a call of the loader', 12, [43, 45]],
    ['a call that unloads another program', 13, [44, 45, 47]],
    ['a LOAD without its call', 14, [46]],
    ['no such program', 99, []],
  ])('%s', (_, progId, serials) => {
    expect(inFixture('lives', ids(progId))).toEqual(serials)
  })

  test('several ids: each event once', () => {
    expect(inFixture('lives', ids(5, 6, 8))).toEqual([10, 11, 14, 16, 17, 18, 19, 22, 24, 500, 501])
  })
})

describe('shapes of the record', () => {
  test.each<[fixture: string, progId: number, serials: readonly number[]]>([
    ['other-shapes', 12, [10, 11]],
    ['other-shapes', 13, [12, 13]],
    ['other-shapes', 14, []],
    ['prog-id-zero', 0, [11, 14]],
    ['nodes', 7, [10, 500, 10, 520]],
    ['reboots', 1, [3, 6, 2]],
    ['several-records', 7, [15, 16]],
  ])('%s: program %i', (fixture, progId, serials) => {
    expect(inFixture(fixture, ids(progId))).toEqual(serials)
  })
})

describe('operations', () => {
  test.each<[op: 'LOAD' | 'UNLOAD', progIds: readonly number[] | undefined, serials: readonly number[]]>([
    ['LOAD', undefined, [10, 12, 13, 15]],
    ['UNLOAD', undefined, [11, 12, 13, 14, 16]],
    // 13 loads 6 and unloads 5: the record must be of both.
    ['LOAD', [5, 6], [13]],
    ['UNLOAD', [5, 6], [13, 14]],
    ['LOAD', [5], []],
  ])('%s of %j', (op, progIds, serials) => {
    const search = { op, progIds: progIds === undefined ? undefined : new Set(progIds) }
    expect(inFixture('several-records', search)).toEqual(serials)
  })
})

test('a program attached to a socket by its loader', () => {
  const call = (serial: number, pid: number, syscall: number, given: string): string =>
    `type=SYSCALL msg=audit(17000000${serial}.000:${serial}): arch=c000003e syscall=${syscall} success=yes exit=3 ${given}` +
    ` a3=0 items=0 ppid=1 pid=${pid} auid=0 uid=0 ses=1 comm="l" exe="/l" key=(null)\n`
  const attach = 'a0=4 a1=1 a2=32'
  const log = [
    call(10, 9, 321, 'a0=5 a1=0 a2=90'),
    'type=BPF msg=audit(1700000010.000:10): prog-id=3 op=LOAD\n',
    call(11, 9, 54, attach),
    call(12, 8, 54, attach),
    call(13, 9, 54, 'a0=4 a1=1 a2=1b'),
    // It has not ended the life: that goes on.
    call(14, 9, 54, attach),
    'type=BPF msg=audit(1700000015.000:15): prog-id=3 op=UNLOAD\n',
    call(16, 9, 54, attach),
  ]
  expect(found(new TextEncoder().encode(log.join('')), ids(3))).toEqual([10, 11, 14, 15])
})

test('an UNLOAD of the boot before is not that of a program loaded under its id', () => {
  const call = (second: number, serial: number, a0: string): string =>
    `type=SYSCALL msg=audit(${second}.000:${serial}): arch=c000003e syscall=321 success=yes exit=3 a0=${a0} a1=0 a2=0` +
    ' a3=0 items=0 ppid=1 pid=9 auid=0 uid=0 ses=1 comm="l" exe="/l" key=(null)\n'
  const log = [
    'type=BPF msg=audit(1700000000.000:110): prog-id=3 op=UNLOAD\n',
    'type=SYSTEM_BOOT msg=audit(1700000060.000:1): pid=1\n',
    call(1700000061, 2, '5'),
    'type=BPF msg=audit(1700000061.000:2): prog-id=3 op=LOAD\n',
    call(1700000062, 3, '6'),
  ]
  expect(found(new TextEncoder().encode(log.join('')), ids(3))).toEqual([110, 2, 3])
})

test('memory does not grow with nodes: the oldest is forgotten', () => {
  const call = (node: number, serial: number, a0: number): string =>
    `node=n${node} type=SYSCALL msg=audit(1700000000.000:${serial}): arch=c000003e syscall=321 success=yes exit=3` +
    ` a0=${a0} a1=0 a2=0 a3=0 items=0 ppid=1 pid=9 auid=0 uid=0 ses=1 comm="l" exe="/l" key=(null)\n`
  const log = Array.from(
    { length: 1_500 },
    (_, node) => `node=n${node} type=BPF msg=audit(1700000000.000:1): prog-id=3 op=LOAD\n${call(node, 1, 5)}`,
  )
  log.push(call(0, 2, 6), call(1_499, 2, 6))
  const serials = found(new TextEncoder().encode(log.join('')), ids(3))
  expect(serials.filter((serial) => serial === 1)).toHaveLength(1_500)
  expect(serials.filter((serial) => serial === 2)).toEqual([2])
})
