// Counters that reach their end go on from the beginning: that is no boot, and nothing is missing.
import { expect, test } from 'vitest'
import { reportOf } from '../testing/report-of.ts'

const bpf = (second: number, serial: number, body: string): string =>
  `type=BPF msg=audit(${1_700_000_000 + second}.000:${serial}): ${body}\n`
const login = (second: number, serial: number): string =>
  `type=USER_LOGIN msg=audit(${1_700_000_000 + second}.000:${serial}): pid=9 uid=0\n`
const load = (second: number, serial: number, id: number): string =>
  bpf(second, serial, `prog-id=${id} op=LOAD`)
const upTo = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('')

/** Serial numbers have 32 bits (kernel/audit.c, audit_serial). */
const serialAt = (at: number): number => (4_294_967_290 + at) % 2 ** 32

test('serial numbers: from 4294967295 to 0', () => {
  const log =
    load(0, serialAt(0), 7) +
    upTo(300, (at) => login(1 + at, serialAt(1 + at))) +
    bpf(301, serialAt(301), 'prog-id=7 op=UNLOAD')
  const { coverage, programs } = reportOf(log)
  expect(coverage.serials).toEqual({ expected: 302, seen: 302, missing: 0 })
  expect(coverage.boots.map(({ signs }) => signs)).toEqual([['log-start']])
  expect([...programs]).toMatchObject([{ state: 'unloaded', lifetimeMs: 301_000 }])
})

test('serial numbers: a boot and lost records are seen after the end', () => {
  const again =
    upTo(300, (at) => login(at, serialAt(at))) +
    upTo(300, (at) => login(400 + at, serialAt(400 + at))) +
    upTo(10, (at) => login(800 + at, 2 + at))
  const { boots } = reportOf(again).coverage
  expect(boots.map(({ signs }) => signs)).toEqual([['log-start'], ['serial-restart']])
  expect(boots[0]?.serials).toEqual({ expected: 700, seen: 600, missing: 100 })
  expect(boots[0]?.largestGap).toMatchObject({ missing: 100, to: '1700000400.000:394' })
})

/** Ids are those below INT_MAX (kernel/bpf/syscall.c, bpf_prog_alloc_id). */
test('program ids: from 2147483646 to 1', () => {
  const ids = [2_147_483_643, 2_147_483_645, 2_147_483_646, 1, 2, 4]
  const log = ids.map((id, at) => load(at, 10 + at, id)).join('') + bpf(9, 16, 'prog-id=2147483645 op=UNLOAD')
  const { coverage, programs } = reportOf(log)
  expect(coverage.boots).toHaveLength(1)
  expect([...programs].map(({ progId, state }) => [progId, state])).toEqual(
    ids.map((id) => [id, id === 2_147_483_645 ? 'unloaded' : 'loaded']),
  )
})

test('program ids: a boot is seen after the end', () => {
  const first = [2_147_483_645, 2_147_483_646, 1, 2, 300, 301].map((id, at) => load(at, 100 + at, id))
  const { coverage } = reportOf(first.join('') + load(9, 107, 1))
  expect(coverage.boots.map(({ signs }) => signs)).toEqual([['log-start'], ['prog-id-restart']])
})

test('a serial number that was skipped is late, not the first of another boot', () => {
  const log =
    login(7, 356) + upTo(300, (at) => login(8, 358 + at)) + login(10, 357) + login(11, 658) + login(12, 659)
  const { coverage } = reportOf(log)
  expect(coverage.boots).toHaveLength(1)
  expect(coverage.serials.missing).toBe(0)
})

test('a number that was skipped long ago is the first of another boot', () => {
  const { coverage } = reportOf(login(0, 1) + upTo(300, (at) => login(1 + at, 3 + at)) + login(400, 2))
  expect(coverage.boots.map(({ signs }) => signs)).toEqual([['log-start'], ['serial-restart']])
})
