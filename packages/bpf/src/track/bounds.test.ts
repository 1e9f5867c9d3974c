// Logs that make things up must not fill the memory: what is kept is bounded, and the report says what is not.
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { type BpfReport, createBpfTracker, type Program } from '../index.ts'

function reportOf(
  count: number,
  eventOf: (index: number) => string,
  onProgram?: (program: Program) => void,
): BpfReport {
  const tracker = createBpfTracker({ onProgram })
  const reader = new LogReader({ sink: tracker.sink })
  for (let index = 1; index <= count; index += 1000) {
    const lines = Array.from({ length: Math.min(1000, count + 1 - index) }, (_, at) => eventOf(index + at))
    reader.push(Buffer.from(lines.join(''), 'latin1'))
  }
  reader.end()
  return tracker.finish()
}

const stamp = (index: number): string => `audit(${1_700_000_000 + index}.000:${index})`
const load = (index: number, more = ''): string =>
  `${more}type=BPF msg=${stamp(index)}: prog-id=${index} op=LOAD\n`
const call = (index: number, fields: string, more = '', a0 = '5'): string =>
  `${more}type=SYSCALL msg=${stamp(index)}: arch=c000003e syscall=321 success=yes exit=3 a0=${a0} items=0 ppid=1 pid=${index} auid=0 uid=0 ${fields} key=(null)\n`

describe('a hostile log', () => {
  test('of boots lists ten thousand, counts all, and keeps the last', () => {
    const { coverage } = reportOf(12_000, (index) => `type=SYSTEM_BOOT msg=${stamp(index)}: pid=1\n`)
    expect(coverage.boots).toHaveLength(10_001)
    expect(coverage.boots.at(-1)?.boot).toBe(12_000)
    expect(coverage.serials).toEqual({ expected: 12_000, seen: 12_000, missing: 0 })
    expect(coverage.notes).toContain('There are very many boots: 1999 are counted, but not listed.')
  })

  test('of loaders tells twenty thousand apart, and counts the others together', () => {
    const name = (index: number) => `ses=1 comm="l${index}" exe="/tmp/l${index}"`
    const { coverage, loaders, findings, programs } = reportOf(
      20_500,
      (index) => load(index) + call(index, name(index)),
    )
    expect(loaders).toHaveLength(20_001)
    expect(loaders.at(-1)).toMatchObject({ others: true, loads: 500, stillLoaded: 500 })
    expect(loaders.at(-1)).not.toHaveProperty('exe')
    expect(programs.at(20_499)?.loader).toMatchObject({ pid: 20_500, exe: '/tmp/l20500' })
    expect(findings).toHaveLength(5_000)
    expect(coverage.notes.filter((note) => note.startsWith('There are very many'))).toEqual([
      'There are very many loaders: those after the first 20,000 are counted together.',
      'There are very many findings: 15500 more are not listed.',
    ])
  })

  test('of nodes follows ten thousand, and counts the events of the others', () => {
    const { coverage, programs } = reportOf(10_100, (index) => load(index, `node=n${index} `))
    expect([coverage.nodes.length, programs.length, coverage.events]).toEqual([10_000, 10_000, 10_100])
    expect(coverage.notes.at(-1)).toBe(
      'There are very many nodes: 100 events of those after the first 10,000 were not looked at.',
    )
  })

  test('of bpf(2) commands tells sixty-four apart', () => {
    const report = reportOf(500, (index) => call(index, 'ses=1 comm="l" exe="/l"', '', index.toString(16)))
    expect(report.commands).toHaveLength(65)
    expect(report.commands.reduce((sum, { success }) => sum + success, 0)).toBe(500)
  })
})

test('very many UNLOADs without a time are still paired, and bounded', () => {
  const { programs, coverage } = reportOf(2_000, (index) => {
    const unload = `type=BPF msg=audit(0.000:${index}): prog-id=${index} op=UNLOAD\n`
    return `type=BPF msg=audit(${1_700_000_000 + (index >> 7)}.000:${index}): prog-id=${index} op=LOAD\n${unload}`
  })
  expect([programs.length, coverage.unknownTimeUnloads, coverage.unloadsWithoutLoad]).toEqual([
    2_000, 2_000, 0,
  ])
  for (const { unload, load } of programs) {
    expect(unload?.before ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(load?.time ?? Number.NaN)
  }
})

test('texts of programs that are gone are forgotten, those of the others stay right', () => {
  const title = (index: number): string =>
    `type=PROCTITLE msg=${stamp(index)}: proctitle=${Buffer.from(`l ${index}`).toString('hex').toUpperCase()}\n`
  const ended: Program[] = []
  const step = (index: number): string => {
    if (index % 2 === 1) {
      return load(index) + call(index, `ses=${index} comm="l" exe="/l${index % 97}"`) + title(index)
    }
    return index % 200 === 0 ? '' : `type=BPF msg=${stamp(index)}: prog-id=${index - 1} op=UNLOAD\n`
  }
  const report = reportOf(150_000, step, (program) => ended.push(program))
  const all = [...ended, ...report.programs]
  expect([ended.length, report.programs.length]).toEqual([74_250, 750])
  expect(all.filter(({ progId, loader }) => loader?.proctitle !== `l ${progId}`)).toEqual([])
  expect(all.filter(({ progId, loader }) => loader?.ses !== progId)).toEqual([])
  expect(all.filter(({ progId, loader }) => loader?.exe !== `/l${progId % 97}`)).toEqual([])
  const rest = [...report.programs].map(({ progId }) => progId)
  expect(rest).toEqual([...rest].sort((a, b) => a - b))
})
