// Logs as people have them: the right answers are those of fixtures/bpf/conditions/README.md, and of the logs they are made of.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BpfReport, type BpfTracker, createBpfTracker } from '../index.ts'

const folder = new URL('../../../../fixtures/bpf/conditions/', import.meta.url)

function reportOf(log: string, during: (tracker: BpfTracker) => void = () => {}): BpfReport {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(Buffer.from(log, 'latin1'))
  during(tracker)
  reader.end()
  return tracker.finish()
}

const reportOfFile = (name: string): BpfReport =>
  reportOf(readFileSync(new URL(`${name}.log`, folder), 'latin1'))

const rows = ({ programs }: BpfReport): string[] =>
  [...programs].map(({ node, boot, progId, state, loader, confidence }) =>
    [node ?? '-', boot, progId, state, loader?.exe ?? '-', confidence].join(' '),
  )

const found = ({ findings }: BpfReport): string[] =>
  findings.map(({ severity, name }) => `${severity} ${name}`)

describe('logs of the collection', () => {
  test('the same log twice: each program once, and it is said', () => {
    const report = reportOfFile('60-log-twice')
    expect(rows(report)).toEqual([
      '- 1 41 unloaded /usr/lib/systemd/systemd high',
      '- 1 42 loaded /tmp/.x/ldr high',
    ])
    expect(report.coverage.order?.repeats).toBe(3)
    expect(report.coverage.notes).toContain('3 events were given more than once, and counted once.')
  })

  test('two hosts: two streams, no torn pairs, no false boots', () => {
    const report = reportOfFile('64-two-hosts-no-node')
    expect(rows(report)).toEqual([
      'host-1 1 41 unloaded - medium',
      'host-2 1 41 unloaded - medium',
      'host-1 1 42 loaded - medium',
    ])
    expect(report.coverage.boots.map(({ node, boot }) => [node, boot])).toEqual([
      ['host-1', 1],
      ['host-2', 1],
    ])
    const [one, other] = report.coverage.boots.map(({ firstEvent }) => firstEvent)
    expect(report.coverage.reasons.join(' ')).toContain(
      `host-1 is the one that begins with event ${one}, host-2 with ${other}`,
    )
  })

  test('BPF records excluded: the loads are there, with their loaders', () => {
    const report = reportOfFile('65-bpf-excluded')
    expect(rows(report)).toEqual([
      '- 1 0 unload-unidentified /usr/lib/systemd/systemd low',
      '- 1 0 unload-unidentified /tmp/.x/ldr low',
    ])
    expect(found(report)).toContain('high untrusted-path')
    expect(report.coverage.confidence).toBe('low')
    expect(report.coverage.reasons.join(' ')).toContain('exclude -F msgtype=BPF')
  })

  test('an attacker excludes them: both are told', () => {
    expect(found(reportOfFile('99-bpf-excluded-by-attacker'))).toEqual(
      expect.arrayContaining(['high untrusted-path', 'medium blind-bpf-excluded']),
    )
  })

  test('auditing was off: 14 loads are missing', () => {
    const report = reportOfFile('98-agent-killed-audit-off')
    expect(found(report)).toContain('medium blind-missing-ids')
    expect(report.coverage.missingIds.map(({ first, last }) => [first, last])).toEqual([[27, 40]])
  })

  test('a gap within a moment is no more than low', () => {
    expect(found(reportOfFile('A4-benign-after-package-upgrade'))).toContain('low missing-ids')
  })

  test('quotes that a collector has escaped', () => {
    const log = readFileSync(new URL('60-log-twice.log', folder), 'latin1').replaceAll('"', '\\"')
    expect(rows(reportOf(log))).toEqual(rows(reportOfFile('60-log-twice')))
  })
})

interface Life {
  readonly stays: boolean
}

const lives = fc.array(fc.record({ stays: fc.boolean() }), { minLength: 8, maxLength: 40 })

const at = (milliseconds: number, serial: number): string => {
  const time = 1_700_000_000_000 + milliseconds
  return `msg=audit(${Math.floor(time / 1000)}.${String(time % 1000).padStart(3, '0')}:${serial}):`
}

/** One event every 3.1 s, so that none is in flight for long. */
function linesOf(programs: readonly Life[], firstSerial: number, offset = 0): string[] {
  let serial = firstSerial
  let time = offset
  return programs.flatMap(({ stays }, index) => {
    const id = index + 1
    time += 3100
    const load = at(time, serial)
    const lines = [
      `type=BPF ${load} prog-id=${id} op=LOAD`,
      `type=SYSCALL ${load} arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=0 a2=90 a3=0 items=0 ppid=1 pid=${100 + id} auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="l" exe="/usr/sbin/l" key=(null)`,
    ]
    serial++
    if (stays) return lines
    time += 3100
    return [...lines, `type=BPF ${at(time, serial++)} prog-id=${id} op=UNLOAD`]
  })
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
const idsLoaded = ({ programs }: BpfReport): number[] =>
  [...programs].filter(({ state }) => state === 'loaded').map(({ progId }) => progId)
const expectedLoaded = (programs: readonly Life[]): number[] =>
  programs.flatMap(({ stays }, index) => (stays ? [index + 1] : []))

describe('whatever is done to a log', () => {
  test('its parts in any order, some of them twice', () => {
    fc.assert(
      fc.property(
        lives,
        fc.integer({ min: 2, max: 6 }),
        fc.infiniteStream(fc.nat()),
        (programs, count, dice) => {
          const lines = linesOf(programs, 1000)
          const size = Math.ceil(lines.length / count)
          const parts = Array.from({ length: count }, (_, part) =>
            lines.slice(part * size, (part + 1) * size),
          )
          const shuffled = parts
            .flatMap((part) => ((dice.next().value ?? 0) % 4 === 0 ? [part, part] : [part]))
            .map((part) => ({ part, rank: dice.next().value ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
          const report = reportOf(textOf(shuffled.flatMap(({ part }) => part)))
          expect(idsLoaded(report)).toEqual(expectedLoaded(programs))
          expect(report.programs.length).toBe(programs.length)
          expect(report.coverage.boots).toHaveLength(1)
          expect(report.coverage.missingIds).toEqual([])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('line by line from its end', () => {
    fc.assert(
      fc.property(lives, (programs) => {
        const report = reportOf(textOf(linesOf(programs, 1000).reverse()))
        expect(idsLoaded(report)).toEqual(expectedLoaded(programs))
        expect(report.coverage.boots).toHaveLength(1)
      }),
      { numRuns: 40 },
    )
  })

  test('two hosts in one', () => {
    fc.assert(
      fc.property(lives, lives, fc.integer({ min: 500, max: 100_000 }), (first, second, distance) => {
        const stampOf = (line: string): string => /audit\([^:]+/.exec(line)?.[0] ?? ''
        const lines = [...linesOf(first, 1000), ...linesOf(second, 1000 + distance, 1500)]
        const mixed = lines
          .map((line, place) => ({ line, place }))
          .sort((a, b) => stampOf(a.line).localeCompare(stampOf(b.line)) || a.place - b.place)
        const report = reportOf(textOf(mixed.map(({ line }) => line)))
        const loadedOn = (node: string) =>
          [...report.programs]
            .filter((row) => row.node === node && row.state === 'loaded')
            .map((row) => row.progId)
        expect([loadedOn('host-1'), loadedOn('host-2')]).toEqual([
          expectedLoaded(first),
          expectedLoaded(second),
        ])
        expect(report.coverage.boots).toHaveLength(2)
      }),
      { numRuns: 40 },
    )
  })

  test('LOADs that are left out are missing ids', () => {
    fc.assert(
      fc.property(lives, fc.nat(), fc.integer({ min: 1, max: 5 }), (programs, start, count) => {
        const first = 2 + (start % (programs.length - 2))
        const last = Math.min(programs.length - 1, first + count - 1)
        const isLeft = (line: string): boolean => {
          const id = Number(/prog-id=(\d+) /.exec(line)?.[1] ?? /pid=1(\d\d) /.exec(line)?.[1] ?? 0)
          return id < first || id > last
        }
        const report = reportOf(textOf(linesOf(programs, 10).filter(isLeft)))
        expect(report.coverage.missingIds).toMatchObject([{ boot: 1, first, last }])
        expect(report.coverage.confidence).toBe('medium')
        expect(found(report)).toContain('medium blind-missing-ids')
      }),
      { numRuns: 40 },
    )
  })

  test('all BPF records are left out', () => {
    fc.assert(
      fc.property(lives, (programs) => {
        const lines = linesOf(programs, 1000).filter((line) => !line.startsWith('type=BPF'))
        const report = reportOf(textOf(lines))
        expect(report.coverage.loadsWithoutRecord).toBe(programs.length)
        expect(
          [...report.programs].every(({ progId, loader }) => progId === 0 && loader?.exe === '/usr/sbin/l'),
        ).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('a loss makes doubtful what was loaded before, and only that', () => {
    const programs = Array.from({ length: 10 }, () => ({ stays: true }))
    const report = reportOf(textOf(linesOf(programs, 1000)), (tracker) => {
      tracker.noteLost(7, '1700000015.500:1004')
    })
    const doubtful = [...report.programs].filter(({ doubts }) => doubts.includes('records-lost'))
    expect(doubtful.map(({ progId, confidence }) => [progId, confidence])).toEqual(
      [1, 2, 3, 4, 5].map((id) => [id, 'low']),
    )
    expect(report.coverage).toMatchObject({ confidence: 'low', lostMessages: 7 })
  })
})

test('the journal names its boots: serial numbers that fall are no other boot then', () => {
  const lines = linesOf(
    Array.from({ length: 4 }, () => ({ stays: true })),
    1000,
  )
  const other = lines.map((line) =>
    line.replace('audit(17000', 'audit(17001').replace(/:1(\d{3})\)/, ':0$1)'),
  )
  const bootsOf = (ids: (seconds: number) => string): string[][] => {
    const tracker = createBpfTracker({ bootOf: ({ seconds }) => ids(seconds) })
    const reader = new LogReader({ sink: tracker.sink })
    reader.push(Buffer.from(textOf([...lines, ...other])))
    reader.end()
    return tracker.finish().coverage.boots.map(({ signs }) => [...signs])
  }
  expect(bootsOf((seconds) => (seconds < 1_700_050_000 ? 'a' : 'b'))).toEqual([
    ['log-start', 'boot-id'],
    ['boot-id'],
  ])
})
