// The tracker as a library: streaming, options, and hostile logs.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Program, renderBpfHtml, reportJson } from './index.ts'
import { reportOf } from './testing/report-of.ts'

const fixtures = new URL('../../../fixtures/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, fixtures))

const key = ({ node, boot, progId, load, unload }: Program) =>
  [node, boot, progId, load?.event, unload?.event].join(' ')

describe.each([
  'captures/bpf-basic/audit.log',
  'captures/bpf-softirq/audit.log',
  'captures/bpf-k612/audit.log',
  'captures/systemd/audit.log',
  'bpf/nodes.log',
  'bpf/reboots.log',
  'bpf/timeless.log',
  'bpf/several-records.log',
])('%s streamed', (path) => {
  test('gives every program once, finished ones early, the others in the report', () => {
    const whole = reportOf(read(path))
    const finished: Program[] = []
    const rest = reportOf(read(path), { onProgram: (program) => finished.push(program) })
    const streamed = [...finished, ...rest.programs].sort((a, b) => key(a).localeCompare(key(b)))
    const all = [...whole.programs].sort((a, b) => key(a).localeCompare(key(b)))
    const withoutFindings = (programs: readonly Program[]) =>
      programs.map((program) => ({ ...program, findings: [] }))
    expect(withoutFindings(streamed)).toEqual(withoutFindings(all))
    expect({ ...rest, nameOf: undefined, programs: [] }).toEqual({
      ...whole,
      nameOf: undefined,
      programs: [],
    })
    for (const { state } of rest.programs) expect(['loaded', 'unload-unidentified']).toContain(state)
    const dropped = reportOf(read(path), { dropFinished: true })
    expect([...dropped.programs]).toEqual([...rest.programs])
    expect({ ...dropped, nameOf: undefined, programs: [] }).toEqual({
      ...whole,
      nameOf: undefined,
      programs: [],
    })
  })
})

describe('options', () => {
  const log = read('captures/bpf-basic/audit.log')

  test('loaders can be told apart by other fields', () => {
    const byUser = reportOf(log, { loaderFields: ['auid'] }).loaders
    expect(byUser.map(({ auid }) => auid).sort()).toEqual([0, 1000, 1001, 1002, 4294967295])
    expect(byUser.reduce((sum, { loads }) => sum + loads, 0)).toBe(573)
    for (const loader of byUser) expect(loader.exe).toBeUndefined()
  })

  test('without calls the programs are the same, and there are no commands', () => {
    const report = reportOf(log, { calls: false })
    expect(report.commands).toEqual([])
    expect([...report.programs].map(key)).toEqual([...reportOf(log).programs].map(key))
  })
})

test('commands are counted by loader and success', () => {
  const { commands } = reportOf(read('captures/bpf-basic/audit.log'))
  const log = read('captures/bpf-basic/audit.log').toString('latin1')
  const calls = (a0: string, success: string) =>
    log
      .split('\n')
      .filter((line) => line.includes(` syscall=321 success=${success} `) && line.includes(` a0=${a0} `))
      .length
  const total = (command: string) =>
    commands
      .filter((row) => row.command === command)
      .reduce((sum, row) => [(sum[0] ?? 0) + row.success, (sum[1] ?? 0) + row.failed], [0, 0])
  expect(total('OBJ_PIN')).toEqual([calls('6', 'yes'), calls('6', 'no')])
  expect(total('PROG_GET_NEXT_ID')).toEqual([calls('b', 'yes'), calls('b', 'no')])
  expect(total('LINK_CREATE')).toEqual([calls('1c', 'yes'), calls('1c', 'no')])
})

describe('hostile logs', () => {
  const piece = fc.constantFrom(
    ...[
      'type=BPF',
      'type=SYSCALL',
      'type=DAEMON_START',
      ' msg=audit(',
      '1.000:',
      '0.000:',
      '9',
      '): ',
      'prog-id=',
    ],
    ...[
      'op=LOAD',
      'op=UNLOAD',
      ' ',
      '\n',
      'arch=c000003e',
      'syscall=321',
      'a0=5',
      'pid=1',
      'comm="x',
      '"',
      '\0',
      '\xff',
    ],
    ...['node=__proto__ ', 'exe=constructor', 'key=__proto__', '-1', '4294967296', '\x1d', 'AUID="'],
  )
  const line = fc.tuple(
    fc.constantFrom('BPF', 'SYSCALL', 'PROCTITLE', 'SYSTEM_BOOT', 'KERNEL', 'DAEMON_START', 'ANOM_ABEND'),
    fc.nat(20),
    fc.nat(12),
    fc.constantFrom(
      'prog-id=1 op=LOAD',
      'prog-id=1 op=UNLOAD',
      'prog-id=0 op=UNLOAD',
      'arch=c000003e syscall=321 a0=5 pid=1',
      'x',
    ),
  )

  test('any text is read to the end and reported', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const report = reportOf(Buffer.from(pieces.join(''), 'latin1'))
        expect(JSON.parse([...reportJson(report)].join(''))).toHaveProperty('coverage')
        expect(renderBpfHtml(report)).toContain('</html>')
      }),
    )
  })

  test('whatever the order, every program is counted in one state', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const log = lines.map(
          ([type, second, serial, body]) => `type=${type} msg=audit(${second}.000:${serial}): ${body}\n`,
        )
        const { programs, coverage } = reportOf(Buffer.from(log.join('')))
        const states = [...programs].map(({ state }) => state)
        const count = (state: string) => states.filter((known) => known === state).length
        expect(coverage.loads).toBe(states.length - count('loaded-before-log'))
        expect(coverage.stillLoaded).toBe(count('loaded'))
        expect(coverage.goneAtBoot).toBe(count('gone-at-boot'))
        expect(coverage.unloads - coverage.unidentifiedUnloads).toBe(
          count('unloaded') + count('loaded-before-log'),
        )
      }),
      { numRuns: 2000 },
    )
  })
})

test('an UNLOAD is not that of a program that was loaded after it under the same id', () => {
  const line = (second: number, serial: number, op: string) =>
    `type=BPF msg=audit(170000000${second}.000:${serial}): prog-id=3 op=${op}\n`
  const end = 'type=USER_LOGIN msg=audit(1700000060.000:12): pid=1\n'
  const { programs } = reportOf(Buffer.from(line(1, 10, 'UNLOAD') + line(2, 11, 'LOAD') + end))
  expect([...programs].map(({ state, load, unload }) => [state, load?.event, unload?.event])).toEqual([
    ['loaded', '1700000002.000:11', undefined],
    ['loaded-before-log', undefined, '1700000001.000:10'],
  ])
})
