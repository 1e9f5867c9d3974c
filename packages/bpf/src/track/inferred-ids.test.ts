// BPF records taken out of real logs: the id that is inferred is the one that was there, or none is.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reportOfLines } from '../testing/report-of.ts'

const captures = new URL('../../../../fixtures/captures/', import.meta.url)

const LOAD = /^type=BPF msg=audit\(([^)]+)\): prog-id=(\d+) op=LOAD/

/** The LOADs that have a SYSCALL record: line, event, id. */
function loadsIn(lines: readonly string[]) {
  const calls = new Set(
    lines.flatMap(
      (line) => /^type=SYSCALL msg=audit\(([^)]+)\).* syscall=321 success=yes .* a0=5 /.exec(line)?.[1] ?? [],
    ),
  )
  return lines.flatMap((line, at) => {
    const [, event = '', id] = LOAD.exec(line) ?? []
    return id !== undefined && calls.has(event) ? [{ at, event, id: Number(id) }] : []
  })
}

describe.each(['bpf-k612'])('%s', (name) => {
  const lines = readFileSync(new URL(`${name}/audit.log`, captures), 'latin1')
    .trimEnd()
    .split('\n')
  const loads = loadsIn(lines)

  test.each([1, 2])('%i LOADs in a row without their BPF record', (count) => {
    let inferred = 0
    for (let first = 3; first + count < loads.length; first += 41) {
      const gone = loads.slice(first, first + count)
      const report = reportOfLines(lines.filter((_, at) => !gone.some((load) => load.at === at)))
      for (const { event, id } of gone) {
        const program = [...report.programs].find(({ load }) => load?.event === event)
        expect([0, id]).toContain(program?.progId)
        if (program?.progId !== id) continue
        inferred++
        expect(program.doubts).toContain('id-inferred')
        // Its UNLOAD, which is there, is its own.
        expect(program.state === 'unloaded' || program.confidence === 'low').toBe(true)
        expect([...report.programs].filter(({ progId }) => progId === id)).toHaveLength(1)
      }
    }
    expect(inferred).toBeGreaterThan(2)
  })
})

const call = (serial: number): string =>
  `type=SYSCALL msg=audit(1700000000.100:${serial}): arch=c000003e syscall=321 success=yes exit=4 a0=5 a1=0 a2=98 a3=0 items=0 ppid=1 pid=${serial} auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm="ldr" exe="/usr/bin/ldr" key="bpf"`
const load = (serial: number, id: number): string =>
  `type=BPF msg=audit(1700000000.100:${serial}): prog-id=${id} op=LOAD`

test.each([
  // Serial numbers are missing on both sides, but one id is.
  ['one id, one load', [load(10, 5), call(12), load(14, 7)], [5, 6, 7]],
  ['two ids, one load, records missing', [load(10, 5), call(12), load(14, 8)], [5, 0, 8]],
  ['two ids, one load, none missing after it', [load(10, 5), call(13), load(14, 8)], [5, 7, 8]],
  ['no id is left', [load(10, 5), call(12), load(14, 6)], [5, 0, 6]],
  ['nothing before, nothing missing after', [call(12), load(13, 64)], [63, 64]],
  ['nothing after, nothing missing before', [load(10, 5), call(11)], [5, 6]],
  ['nothing before and records missing', [call(12), load(14, 64)], [0, 64]],
  ['the LOAD of that id only comes late', [load(10, 5), call(11), load(13, 7), load(12, 6)], [5, 0, 7, 6]],
] as const)('%s', (_, lines, ids) => {
  const { programs, coverage } = reportOfLines(lines)
  expect([...programs].map(({ progId }) => progId).toSorted()).toEqual([...ids].toSorted())
  expect(coverage.boots).toHaveLength(1)
})
