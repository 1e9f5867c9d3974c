// A log in any order gives what it gives in the right one; the right one is that of the captures.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { BpfReport } from '../index.ts'
import { reportOfLines } from '../testing/report-of.ts'

const captures = new URL('../../../../fixtures/captures/', import.meta.url)

const logs = readdirSync(captures).filter((name) => existsSync(new URL(`${name}/audit.log`, captures)))

function linesOf(name: string): string[] {
  const folder = new URL(`${name}/`, captures)
  const files = readdirSync(folder)
    .filter((file) => /^audit\.log(\.\d)?$/.test(file))
    .sort((a, b) => b.localeCompare(a))
  return files.flatMap((file) => readFileSync(new URL(file, folder), 'latin1').split('\n').slice(0, -1))
}

/** What does not depend on the order in which it was read. */
function history({ programs, coverage }: BpfReport) {
  return {
    programs: [...programs]
      .map(({ progId, state, load, unload, loader, boot, confidence }) =>
        [boot, progId, state, load?.event, unload?.event, loader?.pid, confidence].join(' '),
      )
      .sort(),
    boots: coverage.boots.map(({ firstEvent, lastTime, serials }) => [firstEvent, lastTime, serials.missing]),
    loads: coverage.loads,
    unloads: coverage.unloads,
  }
}

describe('a capture', () => {
  test.each(logs)('%s: in its own order nothing is said of it', (name) => {
    const { coverage } = reportOfLines(linesOf(name))
    expect(coverage.order).toBeUndefined()
  })

  // In the others the clock was set back while they were written, and they have no programs.
  test.each(logs.filter((name) => !name.startsWith('host-mixed')))(
    '%s: the newest file first, all lines reversed, and twice',
    (name) => {
      const lines = linesOf(name)
      const right = history(reportOfLines(lines))
      const third = Math.ceil(lines.length / 3)
      const [oldest, middle, newest] = [0, 1, 2].map((at) => lines.slice(at * third, (at + 1) * third))
      const variants = {
        'newest first': [...(newest ?? []), ...(middle ?? []), ...(oldest ?? [])],
        reversed: [...lines].reverse(),
        ...(lines.length < 5_000 && { 'sorted by their text': [...lines].sort() }),
        twice: [...lines, ...lines],
      }
      for (const [variant, changed] of Object.entries(variants)) {
        const report = reportOfLines(changed)
        expect(history(report), variant).toEqual(right)
        // Only what was given twice is said to have been.
        expect((report.coverage.order?.repeats ?? 0) > 0, variant).toBe(variant === 'twice')
      }
    },
  )
})

test('the newer file first: a short boot, then the end of a long one whose serial numbers are higher', () => {
  const event = (seconds: number, serial: number, id: number) =>
    `type=BPF msg=audit(${1_700_000_000 + seconds}.000:${serial}): prog-id=${id} op=LOAD`
  const older = Array.from({ length: 20 }, (_, at) => event(at, 1000 + at, 50 + at))
  const newer = Array.from({ length: 20 }, (_, at) => event(600 + at, 2 + at, 1 + at))
  const { boots, order } = reportOfLines([...newer, ...older]).coverage
  expect(boots.map(({ firstEvent }) => firstEvent)).toEqual(['1700000000.000:1000', '1700000600.000:2'])
  expect(order).toMatchObject({ isRepaired: true, repeats: 0 })
})

test.each([
  [780, 840],
  [700, 900],
])('a short log, serial numbers %i to %i, whose clock was set back by ten minutes, reversed', (from, to) => {
  const attack = new URL('../../../../fixtures/bpf/attack/', import.meta.url)
  const lines = ['audit.log.1.gz', 'audit.log.gz']
    .flatMap((name) =>
      gunzipSync(readFileSync(new URL(name, attack)))
        .toString('latin1')
        .trimEnd()
        .split('\n'),
    )
    .filter((line) => {
      const serial = Number(/:(\d+)\)/.exec(line)?.[1])
      return serial >= from && serial <= to
    })
  const right = reportOfLines(lines)
  // The truth of the attack: 74 was loaded and unpinned while the clock was back, in the one boot there is.
  expect([...right.programs].find(({ progId }) => progId === 74)).toMatchObject({
    state: 'unloaded',
    boot: 1,
  })
  const reversed = reportOfLines([...lines].reverse())
  expect(history(reversed)).toEqual(history(right))
  expect(reversed.coverage.order).toMatchObject({ isRepaired: true, repeats: 0 })
})
