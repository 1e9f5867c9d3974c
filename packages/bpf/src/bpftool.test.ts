// The log against the kernel's own list at the end of a real run.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { joinBpftool, readBpftool } from './bpftool.ts'
import { reportOf } from './testing/report-of.ts'

const captures = new URL('../../../fixtures/captures/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, captures))

describe('joinBpftool', () => {
  const live = read('bpf-basic/left-loaded.json').toString()
  const report = reportOf(read('bpf-basic/audit.log'))

  test('adds what the kernel knows to every program that is left', () => {
    const joined = joinBpftool(report, live)
    const left = [...joined.programs].filter(({ state }) => state === 'loaded')
    expect(left).toHaveLength(23)
    for (const { progId, load, live: found } of left) {
      expect(found?.type).toBeTypeOf('string')
      expect(Math.abs((found?.loadedAt ?? 0) - (load?.time ?? 0)), String(progId)).toBeLessThan(3000)
    }
    expect(left[0]?.live).toEqual({
      type: 'socket_filter',
      name: 'lab_sock',
      tag: '19eb092b7518a913',
      mapIds: [2],
      loadedAt: 1795337092000,
    })
    expect([joined.liveOnly, joined.logOnly]).toEqual([[], []])
  })

  test('lists what only one side has', () => {
    const [first, ...others] = JSON.parse(live) as { id: number }[]
    const joined = joinBpftool(
      report,
      JSON.stringify([...others, { id: 99999, type: 'xdp', pinned: ['/sys/fs/bpf/x'] }]),
    )
    expect(joined.liveOnly).toEqual([{ progId: 99999, type: 'xdp', pinned: ['/sys/fs/bpf/x'] }])
    expect(joined.logOnly.map(({ progId }) => progId)).toEqual([first?.id])
    expect(joined.findings.filter(({ name }) => name === 'kernel-only' || name === 'log-only')).toMatchObject(
      [
        { name: 'kernel-only', severity: 'medium', count: 1, evidence: [], progIds: [99999] },
        { name: 'log-only', severity: 'medium', count: 1, progIds: [first?.id], states: ['loaded'] },
      ],
    )
    const early = JSON.stringify([...JSON.parse(live), { id: 1, loaded_at: 1 }, { id: 2, loaded_at: 9e9 }])
    const found = joinBpftool(report, early).findings.filter(({ name }) => name === 'kernel-only')
    expect(found.map(({ severity, progIds }) => [severity, progIds])).toEqual([
      ['low', [1]],
      ['low', [2]],
    ])
  })

  test('when both agree there is no such finding', () => {
    expect(joinBpftool(report, live).findings).toEqual(report.findings)
  })

  test('a node is matched by its name', () => {
    const joined = joinBpftool(
      reportOf(read('bpf-node/audit.log')),
      read('bpf-node/left-loaded.json').toString(),
    )
    expect([joined.liveOnly, joined.logOnly]).toEqual([[], []])
  })

  test('only the last boot is compared', () => {
    const joined = joinBpftool(
      reportOf(read('systemd/audit.log')),
      read('systemd/left-loaded.json').toString(),
    )
    expect(joined.logOnly).toEqual([])
    for (const program of joined.programs) if (program.live !== undefined) expect(program.boot).toBe(2)
  })
})

describe('readBpftool', () => {
  test.each([
    ['{', 'not JSON'],
    ['1', 'no list'],
    ['{"error":"Operation not permitted"}', 'Operation not permitted'],
  ])('%s is refused', (text, reason) => {
    expect(() => readBpftool(text)).toThrow(reason)
  })

  test('entries that are no programs are left out', () => {
    expect([
      ...readBpftool(
        '[1,{"id":"x"},{"id":3,"name":4,"map_ids":["a",5],"pids":[{"pid":1},{"pid":2,"comm":"c"}]}]',
      ),
    ]).toEqual([[3, { mapIds: [5], pids: [{ pid: 2, comm: 'c' }] }]])
  })

  test.each([
    ['{"id":-1}', []],
    ['{"id":1.5}', []],
    ['{"id":1e400}', []],
    ['{"__proto__":{"id":1}}', []],
    ['{"id":1,"loaded_at":1e300}', [[1, {}]]],
    ['{"id":1,"loaded_at":"x","map_ids":[-1,2],"__proto__":{"name":"n"}}', [[1, { mapIds: [2] }]]],
    // An escape that stands for no byte is written as its UTF-8 bytes.
    ['{"id":1,"name":"\\u20ac"}', [[1, { name: '\xe2\x82\xac' }]]],
  ])('%s', (text, expected) => {
    expect([...readBpftool(text)]).toEqual(expected)
  })
})
