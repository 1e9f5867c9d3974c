// The steps of an intruder who knows that he is being logged (fixtures/bpf/attack/README.md), as he left the log, and with
// what he took out of it put back.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { type BpfReport, createBpfTracker, createIntegrityRecorder, type IntegrityReport } from '../index.ts'

const folder = new URL('../../../../fixtures/bpf/attack/', import.meta.url)
const read = (name: string): Buffer => gunzipSync(readFileSync(new URL(`${name}.gz`, folder)))

const LEFT = ['audit.log.1', 'audit.log']
const WHOLE = ['before-truncate.log', 'before-cut.log', 'before-sed.log', 'lost-inode.log', ...LEFT]

interface Told {
  readonly bpf: BpfReport
  readonly log: IntegrityReport
}

function tell(names: readonly string[]): Told {
  const tracker = createBpfTracker()
  const recorder = createIntegrityRecorder({
    // The log comes in one piece, so an offset does for a line number: only the order counts here.
    placeOf: ({ start }) => ({ input: 0, line: start + 1 }),
  })
  const reader = new LogReader({
    sink: (event) => {
      recorder.sink(event)
      return tracker.sink(event)
    },
  })
  reader.push(Buffer.concat(names.map(read)))
  reader.end()
  return { bpf: tracker.finish(), log: recorder.finish() }
}

const left = tell(LEFT)
const whole = tell(WHOLE)

const program = ({ bpf }: Told, id: number) => [...bpf.programs].find(({ progId }) => progId === id)
const found = ({ bpf }: Told, name: string): string[] =>
  bpf.findings
    .filter((finding) => finding.name === name)
    .map(({ severity, sentence }) => `${severity} ${sentence}`)
const seen = ({ log }: Told, kind: string): string[] =>
  log.observations
    .filter((observation) => observation.kind === kind && observation.severity !== 'info')
    .map(({ severity, sentence }) => `${severity} ${sentence}`)
const some = (part: string): unknown => expect.arrayContaining([expect.stringContaining(part)])

describe('11 the rule taken away', () => {
  test('who, for how long, and what was loaded meanwhile', () => {
    const [finding] = whole.bpf.findings.filter(({ sentence }) =>
      sentence.startsWith('An audit rule was removed'),
    )
    expect(finding).toMatchObject({
      severity: 'medium',
      sentence:
        'An audit rule was removed (key bpf) and added again 0.8 s later; loaded meanwhile: 51, 52, 53, 54, near BPF activity.',
      pids: [596],
      proctitle: 'auditctl -d always,exit -F arch=b64 -S bpf -k bpf',
    })
    expect(seen(whole, 'rule-removed')).toEqual(
      some(
        'pid 596: "auditctl -d always,exit -F arch=b64 -S bpf -k bpf". It comes back with 1795856447.597:598',
      ),
    )
  })
})

describe('12 never,task', () => {
  test('the rule, and the programs without a name', () => {
    expect(found(whole, 'audit-tampering')).toEqual(
      some('(list task) and removed again 0.8 s later; loaded meanwhile: 55, 56, 57'),
    )
    expect(program(whole, 55)).toMatchObject({
      state: 'loaded',
      doubts: expect.arrayContaining(['no-syscall', 'auditing-off']),
    })
    expect(seen(whole, 'rule-added')).toEqual(
      some('"auditctl -a never,task". It is removed with 1795856449.489:611'),
    )
  })
})

describe('13 auditing switched off', () => {
  test('what was loaded before may be gone', () => {
    expect(program(whole, 58)).toMatchObject({
      state: 'loaded',
      confidence: 'low',
      doubts: some('auditing-off'),
    })
  })
  test('what was loaded meanwhile was not loaded before the log', () => {
    expect(program(whole, 59)).toMatchObject({ state: 'load-missing', confidence: 'low' })
    expect(found(whole, 'blind-missing-ids')).toEqual(
      some(
        'Program ids 59 to 62 are missing: 4 programs were loaded whose LOADs are not in this log. Auditing was off meanwhile',
      ),
    )
  })
  test('it is told first', () => {
    expect(whole.bpf.coverage.confidence).toBe('low')
    expect(whole.bpf.coverage.reasons[0]).toContain('Auditing was switched off at 1795856451.773:626')
    expect(found(whole, 'audit-tampering')).toEqual(some('high Auditing was switched off'))
    expect(seen(whole, 'auditing-off')).toEqual(
      some('"auditctl -e 0". The next event is 1795856453.501:627, 1.7 s later'),
    )
  })
})

describe('14 the log truncated', () => {
  test('it begins inside a boot', () => {
    expect(left.bpf.coverage.reasons[0]).toContain(
      'This log begins at serial 639: the 638 events of this boot before it are not here',
    )
    expect(left.bpf.coverage.confidence).toBe('low')
    expect(seen(left, 'begins-inside')).toEqual(some('the 638 events of this boot before it are not here'))
    expect(seen(whole, 'begins-inside')).toEqual([])
  })
})

describe('15 the end cut off within a line', () => {
  test('two records in one line', () => {
    for (const told of [left, whole])
      expect(seen(told, 'joined-line')).toEqual(some('after 1795856459.037:651 begins 1795856459.117:652'))
  })
})

describe('16 lines of one program removed', () => {
  test('a load without its BPF record, with its loader', () => {
    expect(found(left, 'blind-bpf-excluded')).toEqual([
      'medium 1 successful PROG_LOAD call without a BPF record, while others have one: /lab/bin/bpfload, pid 652. The record was lost, or is gone from the log. By the ids of the loads around, it was program 63.',
    ])
    expect(seen(left, 'missing-record')).toEqual(
      some(
        '1795856457.493:643 is a BPF_PROG_LOAD that succeeded, and has no BPF record: /lab/bin/bpfload, pid 652',
      ),
    )
    expect(found(whole, 'blind-bpf-excluded')).toEqual([])
    // As truth.jsonl has it: loaded by 652, pinned, and there at the end.
    expect(program(left, 63)).toMatchObject({
      state: 'loaded',
      loader: { pid: 652 },
      pins: ['/sys/fs/bpf/ip/at'],
      confidence: 'low',
      doubts: some('id-inferred'),
    })
    expect(program(whole, 63)).toMatchObject({ state: 'loaded', loader: { pid: 652 } })
  })
})

describe('17 auditd killed', () => {
  test.each([
    ['left', left],
    ['whole', whole],
  ] as const)('%s: no end of it, and what is missing beside it', (_, told) => {
    expect(told.bpf.coverage.auditStops).toBe(2)
    expect(found(told, 'audit-tampering')).toEqual(some('medium auditd was started without having ended'))
    expect(seen(told, 'daemon-killed')).toEqual(some('medium auditd was started while it was running'))
    const gaps = told.log.observations.filter(({ kind }) => kind === 'missing-serials')
    expect(gaps).toMatchObject([
      { firstSerial: 668, lastSerial: 695, count: 28, events: ['1795856461.565:667', '1795856466.473:696'] },
    ])
  })
})

describe('18 the clock set back', () => {
  test.each([
    ['left', left],
    ['whole', whole],
  ] as const)('%s: the pair holds, its times are marked', (_, told) => {
    expect(program(told, 74)).toMatchObject({
      state: 'unloaded',
      lifetimeMs: 412,
      confidence: 'medium',
      doubts: ['clock-set-back'],
    })
    expect(program(told, 73)?.doubts).toEqual([])
    expect(seen(told, 'clock-back')).toHaveLength(1)
    // Charts begin with the log, not ten minutes before.
    expect(told.bpf.coverage.from).toBeGreaterThan(1795856300000)
  })
})

const both = [
  ['left', left],
  ['whole', whole],
] as const

test('02 to 07: what is there is told as before', () => {
  expect([28, 29, 32, 34].map((id) => program(whole, id)?.state)).toEqual([
    'loaded',
    'loaded',
    'loaded',
    'loaded',
  ])
  expect(found(whole, 'untrusted-path').length).toBeGreaterThanOrEqual(5)
})

describe('08 bpftool attaches a kprobe', () => {
  test('whole: the program is pinned and attached, of an object file in /run', () => {
    expect(program(whole, 40)).toMatchObject({
      state: 'loaded',
      loader: {
        exe: '/usr/sbin/bpftool',
        proctitle: 'bpftool prog loadall /run/kp.o /sys/fs/bpf/ip/k autoattach',
      },
      pins: ['/sys/fs/bpf/ip/k/hide_unlink'],
      attachments: ['LINK_CREATE'],
      findings: expect.arrayContaining(['untrusted-file', 'outlives-loader']),
    })
    expect(found(whole, 'untrusted-file')).toEqual(
      some('medium A BPF program was loaded with the object file /run/kp.o'),
    )
  })
  test('left: of what was truncated nothing is made up', () => {
    expect(program(left, 40)).toBeUndefined()
    expect(found(left, 'untrusted-file')).toEqual([])
  })
})

describe('10 modules loaded beside', () => {
  test('whole: what and by whom, as context', () => {
    const modules = whole.log.observations.filter(({ kind }) => kind === 'module')
    expect(modules.map(({ severity, sentence }) => `${severity} ${sentence}`)).toEqual([
      expect.stringContaining('info Kernel module dummy was loaded'),
      'info Kernel modules were loaded 2 times within moments: sch_ingress, cls_bpf.',
      expect.stringContaining('info Kernel module loop was loaded by /usr/bin/kmod, pid 589'),
      expect.stringContaining('info Kernel module loop was removed by /usr/bin/kmod, pid 591'),
    ])
    expect(whole.bpf.findings.filter(({ sentence }) => /module|kmod/.test(sentence))).toEqual([])
  })
  test('left: none', () => {
    expect(left.log.observations.filter(({ kind }) => kind === 'module')).toEqual([])
  })
})

describe('19 rotated by a signal', () => {
  test.each(both)('%s: a rotation is no gap, and the load after it has its loader', (_, told) => {
    const rotations = told.log.observations.filter(({ kind }) => kind === 'rotation')
    expect(rotations.map(({ severity }) => severity)).toEqual(['info'])
    expect(program(told, 75)).toMatchObject({ state: 'unloaded', confidence: 'high', loader: { pid: 777 } })
  })
})

describe('20 ids walked, 21 the verifier probed', () => {
  test.each(both)('%s', (_, told) => {
    expect(told.bpf.findings.filter(({ name }) => name === 'enumeration')).toMatchObject([
      { severity: 'medium', pids: [780], loader: { exe: '/usr/bin/python3.13' } },
    ])
    expect(told.bpf.findings.filter(({ name }) => name === 'failed-burst')).toMatchObject([
      { severity: 'medium', loader: { exe: '/lab/bin/bpfload' } },
    ])
  })
})

describe('22 an implant that holds its program to the end', () => {
  // The machine is shut down after the last step, and the program goes with its process.
  test.each(both)('%s: where it is from, and how long it stayed', (_, told) => {
    const implant = program(told, 76)
    expect(implant).toMatchObject({
      state: 'unloaded',
      loader: { pid: 796, exe: '/tmp/.font-unix/upd' },
      findings: expect.arrayContaining(['untrusted-path']),
    })
    const end = 1795856486876
    expect(implant?.load?.time).toBeLessThan(end)
    expect(implant?.unload?.time).toBeGreaterThan(end)
  })
})

test('it accuses nobody', () => {
  expect(left.log.judgement).toMatchObject({ severity: 'medium' })
  expect(whole.log.judgement).toMatchObject({ severity: 'high' })
  for (const { causes, severity } of [...left.log.observations, ...whole.log.observations])
    if (severity === 'medium' || severity === 'high') expect(causes.length).toBeGreaterThanOrEqual(2)
})

test('settings that make that less is logged', () => {
  const at = (serial: number, body: string): string =>
    `type=CONFIG_CHANGE msg=audit(1700000000.${serial}:${serial}): op=set ${body} auid=4294967295 ses=4294967295 subj=unconfined res=1\n`
  const load = 'type=BPF msg=audit(1700000000.100:100): prog-id=1 op=LOAD\n'
  const log = `${load}${at(101, 'audit_rate_limit=1 old=0')}${at(102, 'audit_backlog_limit=8192 old=64')}${at(103, 'audit_failure=0 old=1')}`
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(new TextEncoder().encode(log))
  reader.end()
  const { findings } = tracker.finish()
  expect(
    findings.filter(({ name }) => name === 'audit-tampering').map(({ evidence }) => evidence[0]),
  ).toEqual(['1700000000.101:101', '1700000000.103:103'])
})
