// Every rule speaks when it should, names its evidence, and is silent otherwise.
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import {
  type Baseline,
  type BpfTrackerOptions,
  createBpfTracker,
  type Finding,
  readBaseline,
  writeBaseline,
} from '../index.ts'
import { findingRules } from './rules.ts'

interface Call {
  readonly at: number
  readonly serial: number
  readonly pid?: number
  readonly a0?: string
  /** All arguments but the first. */
  readonly rest?: string
  readonly success?: 'yes' | 'no'
  readonly comm?: string
  readonly exe?: string
  readonly auid?: number
  readonly ses?: number
  readonly tty?: string
  readonly syscall?: number
}

const stamp = (at: number, serial: number) =>
  `audit(${1_700_000_000 + Math.floor(at)}.${String(Math.round((at % 1) * 1000)).padStart(3, '0')}:${serial})`

function call({ at, serial, ...given }: Call): string {
  const { pid = 100, a0 = '5', success = 'yes', comm = 'loader', exe = '/usr/sbin/loader' } = given
  const { auid = 4294967295, ses = 4294967295, tty = '(none)', syscall = 321 } = given
  const { rest = 'a1=0 a2=90 a3=0' } = given
  const exit = success === 'yes' ? 3 : -22
  return `type=SYSCALL msg=${stamp(at, serial)}: arch=c000003e syscall=${syscall} success=${success} exit=${exit} a0=${a0} ${rest} items=0 ppid=1 pid=${pid} auid=${auid} uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=${tty} ses=${ses} comm="${comm}" exe="${exe}" subj=unconfined key="bpf"\n`
}

function load(progId: number, of: Call): string {
  return bpf(of.at, of.serial, `prog-id=${progId} op=LOAD`) + call(of)
}

/** setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, …) */
const attach = (at: number, serial: number, given: Partial<Call> = {}) =>
  call({ at, serial, syscall: 54, a0: '4', rest: 'a1=1 a2=32 a3=7ffc', ...given })

const bpf = (at: number, serial: number, body: string) => `type=BPF msg=${stamp(at, serial)}: ${body}\n`
const login = (at: number, serial: number) => `type=USER_LOGIN msg=${stamp(at, serial)}: pid=9 uid=0\n`

function findingsOf(log: string, options: BpfTrackerOptions = {}): readonly Finding[] {
  const tracker = createBpfTracker(options)
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(Uint8Array.from(log, (character) => character.charCodeAt(0)))
  reader.end()
  return tracker.finish().findings
}

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join('')
const at = (seconds: number, serial: number) => `${1_700_000_000 + seconds}.000:${serial}`
const known: Baseline = readBaseline(
  writeBaseline([{ exe: '/usr/sbin/loader', comm: 'loader', auid: 4294967295 }]),
)

interface Case {
  readonly rule: string
  readonly loud: string
  /** Event ids of the first finding. */
  readonly evidence: readonly string[]
  readonly silent: string
  readonly options?: BpfTrackerOptions
}

const place = (exe: string): Case => ({
  rule: 'untrusted-path',
  loud: load(1, { at: 1, serial: 10, exe }),
  evidence: [at(1, 10)],
  silent: load(1, { at: 1, serial: 10, exe: `/usr/sbin${exe.replace(' (deleted)', '')}` }),
})

const cases: readonly Case[] = [
  place('/tmp/x'),
  place('/dev/shm/x'),
  place('/var/tmp/x'),
  place('/home/alice/x'),
  place('/memfd:x (deleted)'),
  place('/usr/bin/x (deleted)'),
  {
    rule: 'false-systemd',
    loud: load(1, { at: 1, serial: 10, comm: 'systemd', exe: '/opt/systemd' }),
    evidence: [at(1, 10)],
    silent: load(1, { at: 1, serial: 10, comm: 'systemd', exe: '/usr/lib/systemd/systemd' }),
  },
  {
    rule: 'false-systemd',
    loud: load(1, {
      at: 1,
      serial: 10,
      comm: 'systemd',
      exe: '/nix/store/x-systemd-257/lib/systemd/systemd',
    }),
    evidence: [at(1, 10)],
    silent: load(1, {
      at: 1,
      serial: 10,
      comm: 'systemd',
      exe: '/nix/store/0p8dkj1v5b9cq2x7f3w4s6r0n1m2l3k4-systemd-257.5/lib/systemd/systemd',
    }),
  },
  {
    rule: 'login-session',
    loud: load(1, { at: 1, serial: 10, auid: 1000, ses: 3, tty: 'pts0' }),
    evidence: [at(1, 10)],
    silent: load(1, { at: 1, serial: 10, tty: 'ttyS0' }) + load(2, { at: 2, serial: 11, auid: 1000, ses: 3 }),
  },
  {
    rule: 'outlives-loader',
    loud: load(1, { at: 1, serial: 10 }) + call({ at: 2, serial: 11, syscall: 231 }) + login(9, 12),
    evidence: [at(1, 10), at(2, 11)],
    silent:
      load(1, { at: 1, serial: 10 }) +
      call({ at: 2, serial: 11, syscall: 231 }) +
      bpf(2, 12, 'prog-id=1 op=UNLOAD'),
  },
  {
    rule: 'outlives-loader',
    loud:
      load(1, { at: 1, serial: 10 }) +
      call({ at: 2, serial: 11, syscall: 231 }) +
      bpf(9, 12, 'prog-id=1 op=UNLOAD'),
    evidence: [at(1, 10), at(2, 11)],
    silent:
      load(1, { at: 1, serial: 10 }) + call({ at: 2, serial: 11, syscall: 231, pid: 101 }) + login(9, 12),
  },
  {
    rule: 'outlives-loader',
    loud:
      load(1, { at: 1, serial: 10 }) +
      call({ at: 2, serial: 11, syscall: 231 }) +
      login(9, 12) +
      `type=SYSTEM_BOOT msg=${stamp(60, 1)}: pid=1\n`,
    evidence: [at(1, 10), at(2, 11)],
    // its last reference may be dropped at any moment: the log ends, or the boot does
    silent:
      load(1, { at: 1, serial: 10 }) +
      call({ at: 2, serial: 11, syscall: 231 }) +
      `type=SYSTEM_BOOT msg=${stamp(60, 1)}: pid=1\n` +
      load(1, { at: 61, serial: 10 }) +
      call({ at: 62, serial: 11, syscall: 231 }),
  },
  {
    rule: 'load-then-pin',
    loud:
      load(1, { at: 1, serial: 10 }) +
      load(2, { at: 1, serial: 11 }) +
      bpf(1, 12, 'prog-id=2 op=UNLOAD') +
      call({ at: 2, serial: 13, a0: '6' }),
    evidence: [at(1, 10), at(2, 13)],
    silent:
      load(1, { at: 1, serial: 10 }) +
      bpf(1, 12, 'prog-id=1 op=UNLOAD') +
      call({ at: 2, serial: 13, a0: '6' }),
  },
  {
    rule: 'load-then-pin',
    loud: load(1, { at: 1, serial: 10 }) + call({ at: 2, serial: 11, a0: '6' }),
    evidence: [at(1, 10), at(2, 11)],
    silent:
      load(1, { at: 1, serial: 10 }) +
      call({ at: 2, serial: 11, a0: '6', pid: 101 }) +
      call({ at: 30, serial: 12, a0: '6' }),
  },
  {
    rule: 'socket-filter',
    loud: load(1, { at: 1, serial: 10 }) + attach(2, 11),
    evidence: [at(1, 10), at(2, 11)],
    // another option, one that fails, another level
    silent:
      load(1, { at: 1, serial: 10 }) +
      attach(2, 11, { rest: 'a1=1 a2=1a a3=7ffc' }) +
      attach(3, 12, { success: 'no' }) +
      attach(4, 13, { rest: 'a1=6 a2=32 a3=7ffc' }),
  },
  {
    // A descriptor that somebody else has handed over; a 32-bit process.
    rule: 'socket-filter',
    loud: attach(2, 11).replace('arch=c000003e syscall=54', 'arch=40000003 syscall=366'),
    evidence: [at(2, 11)],
    silent: attach(2, 11, { syscall: 55 }),
  },
  {
    rule: 'failed-burst',
    loud: times(5, (i) => call({ at: 1 + i, serial: 10 + i, success: 'no' })),
    evidence: [at(5, 14)],
    silent: times(5, (i) => call({ at: 1 + 20 * i, serial: 10 + i, success: 'no' })),
  },
  {
    rule: 'load-burst',
    loud: times(50, (i) => load(1 + i, { at: 1, serial: 10 + i })),
    evidence: [at(1, 59)],
    silent: times(50, (i) => load(1 + i, { at: 1 + i, serial: 10 + i })),
  },
  {
    rule: 'enumeration',
    loud: call({ at: 1, serial: 10, a0: 'b' }),
    evidence: [at(1, 10)],
    silent: call({ at: 1, serial: 10, a0: 'b', exe: '/usr/sbin/bpftool', comm: 'bpftool' }),
  },
  {
    rule: 'enumeration',
    loud: call({ at: 1, serial: 10, a0: 'b', exe: '/tmp/bpftool', comm: 'bpftool' }),
    evidence: [at(1, 10)],
    silent: call({ at: 1, serial: 10, a0: 'b', exe: '/usr/local/sbin/bpftool', comm: 'bpftool' }),
  },
  {
    rule: 'first-seen-loader',
    loud: load(1, { at: 1, serial: 10, exe: '/usr/sbin/other' }),
    evidence: [at(1, 10)],
    silent: load(1, { at: 1, serial: 10 }),
    options: { baseline: known },
  },
  {
    rule: 'blind-syscalls',
    loud: bpf(1, 10, 'prog-id=1 op=LOAD') + load(2, { at: 2, serial: 11 }),
    evidence: [at(1, 10)],
    silent: bpf(1, 10, 'prog-id=1 op=LOAD') + load(2, { at: 2, serial: 11 }) + load(3, { at: 2, serial: 12 }),
  },
  {
    rule: 'blind-prog-id',
    loud: load(1, { at: 1, serial: 10 }) + bpf(2, 11, 'prog-id=0 op=UNLOAD'),
    evidence: [at(2, 11)],
    silent: load(1, { at: 1, serial: 10 }) + bpf(2, 11, 'prog-id=1 op=UNLOAD'),
  },
  {
    rule: 'blind-lost-records',
    loud: login(1, 10) + login(2, 200),
    evidence: [at(1, 10), at(2, 200)],
    silent: login(1, 10) + login(2, 60),
  },
  {
    rule: 'blind-lost-records',
    loud: `type=DAEMON_ERR msg=${stamp(1, 10)}: op=dispatch lost=7 res=failed\n`,
    evidence: [at(1, 10)],
    silent: `type=DAEMON_ERR msg=${stamp(1, 10)}: op=dispatch res=failed\n`,
  },
  {
    // What auditctl --reset-lost leaves (kernel/audit.c, audit_log_config_change).
    rule: 'blind-lost-records',
    loud: `type=CONFIG_CHANGE msg=${stamp(1, 10)}: op=set lost=0 old=7 auid=0 ses=1 res=1\n`,
    evidence: [at(1, 10)],
    silent: `type=CONFIG_CHANGE msg=${stamp(1, 10)}: op=set lost=0 old=0 auid=0 ses=1 res=1\n`,
  },
  {
    rule: 'blind-missing-ids',
    loud: load(26, { at: 1, serial: 10 }) + load(41, { at: 90, serial: 11 }),
    evidence: [`${1_700_000_001}.000:10`, `${1_700_000_090}.000:11`],
    silent: load(26, { at: 1, serial: 10 }) + load(27, { at: 90, serial: 11 }),
  },
  {
    // Serial numbers are missing, too: lines were taken out of the log.
    rule: 'blind-missing-ids',
    loud: load(26, { at: 1, serial: 10 }) + load(28, { at: 2, serial: 13 }),
    evidence: [at(1, 10), at(2, 13)],
    silent: load(28, { at: 1, serial: 10 }) + load(27, { at: 2, serial: 11 }),
  },
  {
    rule: 'blind-missing-ids',
    loud:
      load(26, { at: 1, serial: 10 }) +
      `type=CONFIG_CHANGE msg=${stamp(2, 11)}: op=set audit_enabled=0 old=1 auid=0 ses=1 res=1\n` +
      load(28, { at: 3, serial: 12 }),
    evidence: [at(1, 10), at(3, 12)],
    silent: load(3000, { at: 1, serial: 10 }) + load(3001, { at: 2, serial: 11 }),
  },
  {
    rule: 'missing-ids',
    loud: load(26, { at: 1, serial: 10 }) + load(28, { at: 2, serial: 11 }),
    evidence: [at(1, 10), at(2, 11)],
    // It has only come late.
    silent:
      load(26, { at: 1, serial: 10 }) + load(28, { at: 2, serial: 11 }) + load(27, { at: 2, serial: 12 }),
  },
  {
    rule: 'blind-bpf-excluded',
    loud: call({ at: 1, serial: 10 }) + call({ at: 2, serial: 11 }),
    evidence: [at(1, 10)],
    silent: call({ at: 1, serial: 10, success: 'no' }) + load(1, { at: 2, serial: 11 }),
  },
]

describe('rules', () => {
  test.each(cases)('$rule', ({ rule, loud, evidence, silent, options }) => {
    const raised = findingsOf(loud, options).filter(({ name }) => name === rule)
    expect(raised.map((finding) => finding.evidence)).toEqual([evidence])
    expect(findingsOf(silent, options).filter(({ name }) => name === rule)).toEqual([])
  })

  test('every rule has a case, and none is raised without evidence', () => {
    expect(new Set(cases.map(({ rule }) => rule))).toEqual(new Set(findingRules.map(({ name }) => name)))
    for (const { loud, options } of cases) {
      for (const finding of findingsOf(loud, options)) expect(finding.evidence).not.toEqual([])
    }
  })

  test('thresholds are options', () => {
    const twice = times(2, (i) => call({ at: 1 + i, serial: 10 + i, success: 'no' }))
    expect(findingsOf(twice, { thresholds: { failedBurst: 2 } }).map(({ name }) => name)).toEqual([
      'failed-burst',
    ])
    expect(findingsOf(twice)).toEqual([])
  })

  test('one finding a loader, however often: the count goes on, the evidence ends at 20', () => {
    const [finding] = findingsOf(times(30, (i) => load(1 + i, { at: 1 + i, serial: 10 + i, exe: '/tmp/x' })))
    expect(finding).toMatchObject({ name: 'untrusted-path', severity: 'high', technique: 'T1014', count: 30 })
    expect(finding?.evidence).toHaveLength(20)
    expect(finding?.progIds).toHaveLength(20)
  })
})

describe('baseline', () => {
  test('what is written is read back', () => {
    const loaders = [{ exe: '/b', comm: 'b', auid: 0 }, { exe: '/a' }, { exe: '/a' }]
    expect(writeBaseline(loaders)).toBe(
      '{"schema":"ts-audit-bpf-baseline/1","loaders":[\n["/a",null,null],\n["/b","b",0]\n]}\n',
    )
    expect([...readBaseline(writeBaseline(loaders))]).toEqual(['["/a",null,null]', '["/b","b",0]'])
  })

  test.each([
    ['{', 'not JSON'],
    ['[]', 'does not say'],
    ['{"schema":"ts-audit-bpf-baseline/1"}', 'no list of loaders'],
    ['{"schema":"ts-audit-bpf-baseline/1","loaders":[["/a"]]}', 'Loader 1'],
  ])('%s is refused', (text, reason) => {
    expect(() => readBaseline(text)).toThrow(reason)
  })
})
