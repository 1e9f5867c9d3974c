// Every rule speaks when it should, names its evidence, and is silent otherwise.
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { FINDING_NAMES } from '../fields.ts'
import {
  type Baseline,
  type BpfTrackerOptions,
  createBpfTracker,
  type Finding,
  readBaseline,
  readKnownTools,
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
  /** Its command line. */
  readonly proctitle?: string
  readonly exit?: number
}

const stamp = (at: number, serial: number) =>
  `audit(${1_700_000_000 + Math.floor(at)}.${String(Math.round((at % 1) * 1000)).padStart(3, '0')}:${serial})`

function call({ at, serial, ...given }: Call): string {
  const { pid = 100, a0 = '5', success = 'yes', comm = 'loader', exe = '/usr/sbin/loader' } = given
  const { auid = 4294967295, ses = 4294967295, tty = '(none)', syscall = 321 } = given
  const { rest = 'a1=0 a2=90 a3=0' } = given
  const { exit = success === 'yes' ? 3 : -22, proctitle } = given
  const title = proctitle === undefined ? '' : titleRecord(at, serial, proctitle)
  return `type=SYSCALL msg=${stamp(at, serial)}: arch=c000003e syscall=${syscall} success=${success} exit=${exit} a0=${a0} ${rest} items=0 ppid=1 pid=${pid} auid=${auid} uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=${tty} ses=${ses} comm="${comm}" exe="${exe}" subj=unconfined key="bpf"\n${title}`
}

/** As the kernel writes it: in hexadecimal, a byte 0 between the arguments. */
function titleRecord(at: number, serial: number, proctitle: string): string {
  const hex = Buffer.from(proctitle.replaceAll(' ', '\0'), 'latin1').toString('hex').toUpperCase()
  return `type=PROCTITLE msg=${stamp(at, serial)}: proctitle=${hex}\n`
}

/** OBJ_PIN with the PATH record of the file it makes. */
const pin = (at: number, serial: number, path: string, given: Partial<Call> = {}) =>
  call({ at, serial, a0: '6', ...given }) + pathRecord(at, serial, path, 'CREATE')
const pathRecord = (at: number, serial: number, path: string, nametype: string) =>
  `type=PATH msg=${stamp(at, serial)}: item=1 name="${path}" inode=2 dev=00:1d mode=0100600 ouid=0 ogid=0 rdev=00:00 nametype=${nametype} cap_fp=0\n`
const config = (at: number, serial: number, body: string, who = 'auid=1000 ses=6') =>
  `type=CONFIG_CHANGE msg=${stamp(at, serial)}: ${who} subj=unconfined ${body} res=1\n`
/** kill(2) of a process, with the record that names it. */
const kill = (at: number, serial: number, target: number, given: Partial<Call> = {}) =>
  `${call({
    at,
    serial,
    syscall: 62,
    a0: target.toString(16),
    rest: 'a1=9 a2=0 a3=0',
    pid: 900,
    exe: '/usr/bin/kill',
    comm: 'kill',
    ...given,
  })}type=OBJ_PID msg=${stamp(at, serial)}: opid=${target} oauid=-1 ouid=0 oses=-1 ocomm="loader"\n`
/** A person at a terminal. */
const person = { auid: 1000, ses: 6, tty: 'pts0' } as const
const unset = 'auid=4294967295 ses=4294967295'

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
  writeBaseline([{ exe: '/usr/sbin/loader', comm: 'loader', auid: 4294967295, loads: 1, packetCalls: 1 }]),
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
  silent: load(1, { at: 1, serial: 10, exe: `/usr/sbin${exe.replace(' (deleted)', '').replace('/.', '/')}` }),
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
  place('/root/x'),
  place('/usr/lib/.x/y'),
  place('/run/user/1000/x'),
  {
    // What the names of wrapped programs on NixOS look like.
    rule: 'untrusted-path',
    loud: load(1, { at: 1, serial: 10, exe: '/usr/bin/.loader' }),
    evidence: [at(1, 10)],
    silent: load(1, { at: 1, serial: 10, exe: '/nix/store/abc-loader/bin/.loader-wrapped' }),
  },
  {
    // A load whose BPF record was excluded.
    rule: 'untrusted-path',
    loud: call({ at: 1, serial: 10, exe: '/dev/shm/x' }),
    evidence: [at(1, 10)],
    silent: call({ at: 1, serial: 10, exe: '/dev/shm/x', success: 'no' }),
  },
  {
    rule: 'untrusted-path',
    loud: load(1, { at: 1, serial: 10, exe: '/usr/lib/other/systemd (deleted)' }),
    evidence: [at(1, 10)],
    silent: load(1, { at: 1, serial: 10, exe: '/usr/lib/systemd/systemd (deleted)', ...person }),
  },
  ...[
    ['/usr/bin/python3.11', 'python3 /tmp/x.py', 'python3 /usr/share/bcc/tools/execsnoop'],
    ['/usr/bin/python3.11', 'python3 -u -W ignore /home/a/x.py', 'python3 -c import /tmp'],
    ['/usr/bin/bash', 'bash /var/tmp/x.sh', 'bash /usr/lib/x.sh /tmp/argument'],
    ['/usr/bin/perl', 'perl /usr/lib/.x/y.pl', 'perl /usr/lib/x/y.pl'],
    [
      '/usr/sbin/tc',
      'tc filter add dev eth0 ingress bpf da obj /root/x.o',
      'tc filter add dev eth0 ingress bpf da obj /usr/lib/x.o',
    ],
    [
      '/usr/sbin/ip',
      'ip link set dev eth0 xdp object /tmp/../tmp/x sec xdp',
      'ip link set dev eth0 xdp object /tmp/../usr/lib/x sec xdp',
    ],
    [
      '/usr/sbin/bpftool',
      'bpftool -d prog loadall /dev/shm/x /sys/fs/bpf/x',
      'bpftool -d prog loadall /opt/x /sys/fs/bpf/x',
    ],
    ['/usr/sbin/loader', 'loader --file /tmp/x.bpf.o', 'loader --log /tmp/x.log'],
  ].map(
    ([exe = '', loud = '', silent = '']): Case => ({
      rule: 'untrusted-file',
      loud: load(1, { at: 1, serial: 10, exe, proctitle: loud }),
      evidence: [at(1, 10)],
      silent: load(1, { at: 1, serial: 10, exe, proctitle: silent }),
    }),
  ),
  {
    rule: 'classic-bpf',
    loud: call({ at: 1, serial: 10, syscall: 41, a0: '11', exe: '/dev/shm/x (deleted)' }),
    evidence: [at(1, 10)],
    // another family, one that fails, a trusted place
    silent:
      call({ at: 1, serial: 10, syscall: 41, a0: '2', exe: '/dev/shm/x' }) +
      call({ at: 2, serial: 11, syscall: 41, a0: '11', exe: '/dev/shm/x', success: 'no' }) +
      call({ at: 3, serial: 12, syscall: 41, a0: '11', exe: '/usr/sbin/dhclient' }),
  },
  {
    rule: 'classic-bpf',
    loud: attach(1, 10, { rest: 'a1=1 a2=1a a3=7ffc', exe: '/usr/lib/.x/y' }),
    evidence: [at(1, 10)],
    silent:
      attach(1, 10, { rest: 'a1=1 a2=1a a3=7ffc' }) +
      attach(2, 11, { rest: 'a1=1 a2=2 a3=7ffc', exe: '/tmp/x' }),
  },
  {
    rule: 'classic-bpf',
    loud: attach(1, 10, { rest: 'a1=1 a2=1a a3=7ffc', exe: '/usr/sbin/other' }),
    evidence: [at(1, 10)],
    silent:
      attach(1, 10, { rest: 'a1=1 a2=1a a3=7ffc' }) +
      attach(2, 11, { rest: 'a1=1 a2=1a a3=7ffc', exe: '/usr/sbin/dhclient', comm: 'dhclient' }),
    options: { baseline: known },
  },
  ...['9', '1d', '22'].map(
    (a0): Case => ({
      rule: 'foreign-detach',
      loud:
        load(1, { at: 1, serial: 10 }) +
        call({ at: 2, serial: 11, a0, pid: 200, exe: '/usr/sbin/bpftool', ...person }),
      evidence: [at(2, 11)],
      // its own loader, an agent that is known for it, one that fails
      silent:
        load(1, { at: 1, serial: 10 }) +
        call({ at: 2, serial: 11, a0 }) +
        call({ at: 3, serial: 12, a0, pid: 300, exe: '/usr/bin/cilium-agent', comm: 'cilium-agent' }) +
        call({ at: 4, serial: 13, a0, pid: 1, exe: '/usr/lib/systemd/systemd', comm: 'systemd' }) +
        call({ at: 5, serial: 14, a0, pid: 200, exe: '/usr/sbin/bpftool', success: 'no', ...person }),
    }),
  ),
  {
    // The program it takes away is told by the UNLOAD inside its call.
    rule: 'foreign-detach',
    loud:
      load(1, { at: 1, serial: 10 }) +
      load(2, { at: 2, serial: 11, pid: 200, exe: '/usr/sbin/other', comm: 'other', ...person }) +
      call({ at: 3, serial: 12, a0: '9', pid: 200, exe: '/usr/sbin/other', comm: 'other', ...person }) +
      bpf(3, 12, 'prog-id=1 op=UNLOAD'),
    evidence: [at(1, 10), at(3, 12)],
    silent:
      load(1, { at: 1, serial: 10 }) +
      call({ at: 3, serial: 12, a0: '9' }) +
      bpf(3, 12, 'prog-id=1 op=UNLOAD'),
  },
  {
    // The same tool by the same person has loaded something before: each run is a process of its own.
    rule: 'foreign-detach',
    loud:
      load(1, { at: 1, serial: 10, pid: 199, exe: '/usr/sbin/bpftool', ...person }) +
      call({ at: 2, serial: 11, a0: '22', pid: 200, exe: '/usr/sbin/bpftool', ...person }),
    evidence: [at(2, 11)],
    // It has attached something, and may take that away.
    silent:
      load(1, { at: 1, serial: 10, pid: 199, exe: '/usr/sbin/bpftool', ...person }) +
      call({ at: 1, serial: 11, a0: '8', pid: 200, exe: '/usr/sbin/bpftool', ...person }) +
      call({ at: 2, serial: 12, a0: '9', pid: 201, exe: '/usr/sbin/bpftool', ...person }),
  },
  {
    rule: 'foreign-detach',
    loud:
      load(1, { at: 1, serial: 10 }) +
      pin(2, 11, '/sys/fs/bpf/x') +
      call({ at: 3, serial: 12, syscall: 263, pid: 200, exe: '/usr/bin/rm', comm: 'rm', ...person }) +
      pathRecord(3, 12, '/sys/fs/bpf/x', 'DELETE'),
    evidence: [at(3, 12)],
    // its own loader, and another file
    silent:
      load(1, { at: 1, serial: 10 }) +
      pin(2, 11, '/sys/fs/bpf/x') +
      call({ at: 3, serial: 12, syscall: 263, pid: 200, exe: '/usr/bin/rm', comm: 'rm', ...person }) +
      pathRecord(3, 12, '/sys/fs/bpf/y', 'DELETE') +
      call({ at: 4, serial: 13, syscall: 87 }) +
      pathRecord(4, 13, '/sys/fs/bpf/x', 'DELETE'),
  },
  ...[kill(2, 11, 100, person), kill(2, 11, 100, { syscall: 234, rest: 'a1=64 a2=f a3=0', ...person })].map(
    (killed): Case => ({
      rule: 'loader-killed',
      loud: load(1, { at: 1, serial: 10 }) + killed + bpf(2, 12, 'prog-id=1 op=UNLOAD'),
      evidence: [at(2, 11), at(2, 12)],
      // long after, another process, a signal that ends nothing, systemd that stops a service
      silent:
        load(1, { at: 1, serial: 10 }) +
        killed +
        bpf(9, 12, 'prog-id=1 op=UNLOAD') +
        load(2, { at: 10, serial: 13 }) +
        kill(11, 14, 101, person) +
        kill(11, 15, 100, {
          rest: 'a1=0 a2=0 a3=0',
          syscall: 62,
          pid: 901,
          exe: '/usr/lib/systemd/systemd',
        }) +
        bpf(20, 16, 'prog-id=2 op=UNLOAD') +
        load(3, { at: 30, serial: 17, pid: 500 }) +
        kill(31, 18, 500, { exe: '/usr/lib/systemd/systemd', comm: 'systemd', pid: 1 }) +
        bpf(31, 19, 'prog-id=3 op=UNLOAD'),
    }),
  ),
  {
    rule: 'audit-tampering',
    loud: load(1, { at: 1, serial: 10 }) + config(2, 11, 'op=set audit_enabled=0 old=1'),
    evidence: [at(2, 11)],
    // it was off, it is switched on, it failed
    silent:
      load(1, { at: 1, serial: 10 }) +
      config(2, 11, 'op=set audit_enabled=0 old=0') +
      config(3, 12, 'op=set audit_enabled=1 old=0') +
      config(4, 13, 'op=set audit_enabled=0 old=1').replace('res=1', 'res=0'),
  },
  {
    rule: 'audit-tampering',
    loud: load(1, { at: 1, serial: 10 }) + config(2, 11, 'op=remove_rule key="bpf" list=4'),
    evidence: [at(2, 11)],
    // rules that are loaded anew
    silent:
      load(1, { at: 1, serial: 10 }) +
      config(2, 11, 'op=remove_rule key="bpf" list=4') +
      config(2, 12, 'op=remove_rule key=(null) list=4') +
      config(3, 13, 'op=add_rule key=(null) list=4') +
      config(3, 14, 'op=add_rule key="bpf" list=4'),
  },
  {
    // Quoted and of two words, as kernels before 4.x wrote it.
    rule: 'audit-tampering',
    loud: load(1, { at: 1, serial: 10 }) + config(2, 11, 'op="remove rule" key="bpf" list=4'),
    evidence: [at(2, 11)],
    silent: load(1, { at: 1, serial: 10 }) + config(2, 11, 'op="add rule" key="bpf" list=4'),
  },
  {
    rule: 'audit-tampering',
    loud: config(1, 10, 'op=add_rule key=(null) list=5') + load(1, { at: 2, serial: 11 }),
    evidence: [at(1, 10)],
    silent:
      config(1, 10, 'op=remove_rule key=(null) list=5') +
      config(1, 11, 'op=add_rule key=(null) list=5') +
      load(1, { at: 2, serial: 12 }),
  },
  {
    rule: 'audit-tampering',
    loud:
      load(1, { at: 1, serial: 10 }) +
      `type=DAEMON_END msg=${stamp(2, 11)}: op=terminate auid=1000 uid=0 ses=6 pid=4242 subj=unconfined res=success\n`,
    evidence: [at(2, 11)],
    silent: load(1, { at: 1, serial: 10 }) + login(2, 11),
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
  ...[
    // By the file that is removed, and by the command line where no rule logs that.
    call({ at: 3, serial: 12, syscall: 263, pid: 200, exe: '/usr/bin/rm', comm: 'rm' }) +
      pathRecord(3, 12, '/sys/fs/bpf/d/x', 'DELETE'),
    call({ at: 3, serial: 12, syscall: 59, pid: 200, exe: '/usr/bin/rm', proctitle: 'rm -r /sys/fs/bpf/d' }),
  ].map(
    (removed): Case => ({
      rule: 'pins-removed',
      loud: load(1, { at: 1, serial: 10 }) + pin(2, 11, '/sys/fs/bpf/d/x') + removed,
      evidence: [at(1, 10), at(3, 12)],
      // a program that is gone with its pin, and one of which another pin is left
      silent:
        load(1, { at: 1, serial: 10 }) +
        pin(2, 11, '/sys/fs/bpf/d/x') +
        removed +
        bpf(4, 13, 'prog-id=1 op=UNLOAD') +
        load(2, { at: 5, serial: 14, pid: 300 }) +
        pin(6, 15, '/sys/fs/bpf/e', { pid: 300 }) +
        pin(6, 16, '/sys/fs/bpf/d/y', { pid: 300 }) +
        removed.replaceAll('12)', '17)').replaceAll('/d/x', '/d/y'),
    }),
  ),
]

const severitiesOf = (log: string, rule: string, options: BpfTrackerOptions = {}) =>
  findingsOf(log, options).flatMap(({ name, severity }) => (name === rule ? [severity] : []))

describe('severities', () => {
  const deleted = (exe: string, given: Partial<Call> = {}) => load(1, { at: 1, serial: 10, exe, ...given })
  test.each<[what: string, rule: string, log: string, expected: readonly string[]]>([
    ['a loader in /tmp', 'untrusted-path', deleted('/tmp/x'), ['high']],
    ['a hidden loader under /root', 'untrusted-path', deleted('/root/.x/y'), ['high']],
    ['a loader under /root', 'untrusted-path', deleted('/root/y'), ['medium']],
    ['a deleted file nobody knows', 'untrusted-path', deleted('/usr/bin/x (deleted)'), ['medium']],
    ['a deleted file in /dev/shm', 'untrusted-path', deleted('/dev/shm/dockerd (deleted)'), ['high']],
    ['an upgraded daemon', 'untrusted-path', deleted('/usr/bin/dockerd (deleted)'), ['low']],
    [
      'the same name in a session',
      'untrusted-path',
      deleted('/usr/bin/dockerd (deleted)', person),
      ['medium'],
    ],
    [
      'an executable that was there',
      'untrusted-path',
      deleted('/usr/bin/x') + load(2, { at: 2, serial: 11, exe: '/usr/bin/x (deleted)' }),
      ['low'],
    ],
    [
      "runc's copy of itself",
      'untrusted-path',
      deleted('/memfd:runc_cloned:/proc/self/exe (deleted)'),
      ['low'],
    ],
    ["crun's copy of itself", 'untrusted-path', deleted('/memfd:crun (deleted)'), ['low']],
    [
      'the same name in a session',
      'untrusted-path',
      deleted('/memfd:runc_cloned:/proc/self/exe (deleted)', person),
      ['medium'],
    ],
    ['another memfd', 'untrusted-path', deleted('/memfd:runner (deleted)'), ['high']],
    [
      'code of the command line',
      'enumeration',
      call({ at: 1, serial: 10, a0: 'b', exe: '/usr/bin/python3', proctitle: 'python3 -c x' }),
      ['medium'],
    ],
    [
      'a script of a package',
      'enumeration',
      call({ at: 1, serial: 10, a0: 'b', exe: '/usr/bin/python3', proctitle: 'python3 /usr/libexec/x' }),
      ['low'],
    ],
    ['BTF, as libbpf walks', 'enumeration', call({ at: 1, serial: 10, a0: '17', ...person }), ['low']],
    [
      'BTF from /tmp',
      'enumeration',
      call({ at: 1, serial: 10, a0: '17', exe: '/tmp/x', ...person }),
      ['medium'],
    ],
    ['programs in a session', 'enumeration', call({ at: 1, serial: 10, a0: 'b', ...person }), ['medium']],
    [
      'a burst of failures in a session',
      'failed-burst',
      times(5, (i) => call({ at: 1 + i, serial: 10 + i, success: 'no', ...person })),
      ['medium'],
    ],
    [
      "a user manager's EPERM",
      'failed-burst',
      times(9, (i) =>
        call({
          at: 1 + i,
          serial: 10 + i,
          success: 'no',
          exit: -1,
          exe: '/usr/lib/systemd/systemd',
          comm: 'systemd',
          auid: 1000,
          ses: 2,
        }),
      ),
      [],
    ],
    [
      'EPERM of a person',
      'failed-burst',
      times(9, (i) => call({ at: 1 + i, serial: 10 + i, success: 'no', exit: -1, ...person })),
      ['low'],
    ],
    [
      "systemd's burst at boot",
      'load-burst',
      times(60, (i) =>
        load(1 + i, { at: 1, serial: 10 + i, exe: '/usr/lib/systemd/systemd', comm: 'systemd', pid: 1 }),
      ),
      [],
    ],
    [
      'auditing off far from BPF',
      'audit-tampering',
      load(1, { at: 1, serial: 10 }) + config(5_000, 11, 'op=set audit_enabled=0 old=1'),
      ['low'],
    ],
    [
      'auditing off near BPF',
      'audit-tampering',
      config(1, 10, 'audit_enabled=0 old=1') + load(1, { at: 500, serial: 11 }),
      ['high'],
    ],
    [
      'auditing off near nothing but systemd',
      'audit-tampering',
      load(1, { at: 1, serial: 10, exe: '/usr/lib/systemd/systemd', comm: 'systemd' }) +
        config(2, 11, 'op=set audit_enabled=0 old=1'),
      ['low'],
    ],
    [
      'rules of a file that exclude records',
      'audit-tampering',
      load(1, { at: 1, serial: 10 }) +
        config(2, 11, 'op=add_rule key=(null) list=5', unset) +
        times(3, (i) => config(2, 12 + i, 'op=add_rule key="x" list=4', unset)),
      ['low'],
    ],
    [
      'auditd restarted',
      'audit-tampering',
      load(1, { at: 1, serial: 10 }) +
        `type=DAEMON_END msg=${stamp(2, 11)}: op=terminate auid=1000 ses=6 pid=77 res=success\n` +
        `type=DAEMON_START msg=${stamp(4, 12)}: op=start ver=4 res=success\n`,
      ['low'],
    ],
    // A file of a rotated set begins inside a boot, and its first word of auditd may be the end of it.
    ...(
      [
        [
          'restarted',
          `type=DAEMON_END msg=${stamp(2, 11)}: op=terminate auid=0 ses=-1 pid=77 res=success\n`,
          ['low'],
        ],
        ['started again without its end', '', ['medium']],
      ] as const
    ).map(([how, end, severities]): [string, string, string, readonly string[]] => [
      `auditd ${how}, in a file that begins inside a boot`,
      'audit-tampering',
      `${load(1, { at: 1, serial: 4505 })}${end}type=DAEMON_START msg=${stamp(4, 12)}: op=start ver=4 res=success\n${load(2, { at: 5, serial: 4506 })}`,
      severities,
    ]),
    [
      'auditd stopped by a person',
      'audit-tampering',
      load(1, { at: 1, serial: 10 }) +
        `type=DAEMON_END msg=${stamp(2, 11)}: op=terminate auid=1000 ses=6 pid=77 res=success\n`,
      ['medium'],
    ],
    // As auditd 4.0.2 wrote it at a shutdown (fixtures/captures/rotated): only the call tells who it was.
    ...(
      [
        ['by systemd at a shutdown', 1, 'systemd', ['low']],
        ['by somebody', 77, 'bash', ['medium']],
      ] as const
    ).map(([who, pid, comm, severities]): [string, string, string, readonly string[]] => [
      `auditd stopped ${who}, which it does not know itself`,
      'audit-tampering',
      load(1, { at: 1, serial: 10 }) +
        `type=SYSCALL msg=${stamp(2, 11)}: arch=c000003e syscall=62 success=yes exit=0 a0=99 a1=f a2=0 a3=0 items=0 ppid=0 pid=${pid} auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="${comm}" exe="/usr/bin/${comm}" key=(null)\n` +
        `type=OBJ_PID msg=${stamp(2, 11)}: opid=99 oauid=-1 ouid=0 oses=-1 ocomm="auditd"\n` +
        `type=DAEMON_END msg=${stamp(3, 12)}: op=terminate auid=-1 uid=-1 ses=-1 pid=-1 subj=? res=success\n`,
      severities,
    ]),
  ])('%s', (_, rule, log, expected) => {
    expect(severitiesOf(log, rule)).toEqual(expected)
  })
})

describe('a program outlives its loader', () => {
  const later = login(60, 90)
  test.each<[how: string, log: string, sentence: RegExp, severity: string]>([
    [
      'by its exit',
      load(1, { at: 1, serial: 10 }) + call({ at: 2, serial: 11, syscall: 231 }),
      /had ended/,
      'low',
    ],
    [
      'by execve',
      load(1, { at: 1, serial: 10, ...person }) +
        call({ at: 2, serial: 11, syscall: 59, exe: '/usr/bin/other', ...person }),
      /seen again/,
      'medium',
    ],
    [
      'by a load of its pid',
      load(1, { at: 1, serial: 10, ...person }) +
        load(2, { at: 2, serial: 11, exe: '/usr/bin/other', ...person }),
      /seen again/,
      'medium',
    ],
    [
      'by a call of its pid',
      load(1, { at: 1, serial: 10, ...person }) +
        call({ at: 2, serial: 11, a0: '1', exe: '/usr/bin/other', ...person }),
      /seen again/,
      'medium',
    ],
    [
      'by a tool that ends',
      load(1, { at: 1, serial: 10, exe: '/usr/sbin/tc', ...person }),
      /ends at once/,
      'medium',
    ],
    [
      'by a pin',
      load(1, { at: 1, serial: 10, ...person }) + pin(2, 11, '/sys/fs/bpf/x', person),
      /pinned/,
      'medium',
    ],
    [
      'by PROG_ATTACH',
      load(1, { at: 1, serial: 10, ...person }) + call({ at: 2, serial: 11, a0: '8', ...person }),
      /PROG_ATTACH/,
      'medium',
    ],
    [
      'by LINK_CREATE',
      load(1, { at: 1, serial: 10, ...person }) + call({ at: 2, serial: 11, a0: '1c', ...person }),
      /LINK_CREATE/,
      'low',
    ],
    [
      "by its session's end",
      load(1, { at: 1, serial: 10, ...person }) +
        `type=USER_END msg=${stamp(2, 11)}: pid=9 uid=0 auid=1000 ses=6 msg='op=PAM:session_close res=success'\n`,
      /session/,
      'medium',
    ],
  ])('%s', (_, log, sentence, severity) => {
    const raised = findingsOf(log + later).filter(({ name }) => name === 'outlives-loader')
    expect(raised).toMatchObject([
      { sentence: expect.stringMatching(sentence), severity, progIds: [1], states: ['loaded'] },
    ])
    // Unloaded at once it does not.
    const unloaded = log + bpf(2, 12, 'prog-id=1 op=UNLOAD') + later
    expect(severitiesOf(unloaded, 'outlives-loader')).toEqual([])
  })

  test('while it is not known to have ended, nothing is said', () => {
    const log = load(1, { at: 1, serial: 10, ...person }) + call({ at: 2, serial: 11, a0: '1', ...person })
    expect(severitiesOf(log + later, 'outlives-loader')).toEqual([])
  })
})

describe('where a program stays', () => {
  const programsOf = (log: string) => {
    const tracker = createBpfTracker()
    const reader = new LogReader({ sink: tracker.sink })
    reader.push(Buffer.from(log, 'latin1'))
    reader.end()
    return [...tracker.finish().programs].map(({ pins, attachments }) => [pins, attachments])
  }

  test('pins and attachments of its process, after its load', () => {
    const log =
      pin(1, 9, '/sys/fs/bpf/before') +
      load(1, { at: 1, serial: 10 }) +
      pin(2, 11, '/sys/fs/bpf/x') +
      call({ at: 2, serial: 12, a0: '1c' }) +
      call({ at: 2, serial: 13, a0: '8', success: 'no' }) +
      pin(2, 14, '/sys/fs/bpf/other', { pid: 200 }) +
      attach(3, 15) +
      load(2, { at: 4, serial: 16 })
    expect(programsOf(log)).toEqual([
      [['/sys/fs/bpf/x'], ['LINK_CREATE', 'SO_ATTACH_BPF']],
      [undefined, undefined],
    ])
  })

  test('a relative path begins at the folder of the process', () => {
    const log =
      load(1, { at: 1, serial: 10 }) +
      call({ at: 2, serial: 11, a0: '6' }) +
      `type=CWD msg=${stamp(2, 11)}: cwd="/sys/fs/bpf"\n` +
      pathRecord(2, 11, 'x', 'CREATE')
    expect(programsOf(log)).toEqual([[['/sys/fs/bpf/x'], undefined]])
  })

  test('bpftool names the program that it pins for another', () => {
    const by = { pid: 200, exe: '/usr/sbin/bpftool', proctitle: 'bpftool prog pin id 2 /sys/fs/bpf/x' }
    const log =
      load(1, { at: 1, serial: 10 }) + load(2, { at: 1, serial: 11 }) + pin(2, 12, '/sys/fs/bpf/x', by)
    expect(programsOf(log)).toEqual([
      [undefined, undefined],
      [['/sys/fs/bpf/x'], undefined],
    ])
  })

  test('at most 20 pins a program', () => {
    const log = load(1, { at: 1, serial: 10 }) + times(30, (i) => pin(2, 11 + i, `/sys/fs/bpf/${i}`))
    expect(programsOf(log)[0]?.[0]).toHaveLength(20)
  })
})

describe('known tools', () => {
  const walk = call({ at: 1, serial: 10, a0: 'b', exe: '/usr/bin/mine', ...person })

  test('a file adds tools to the list, by name, path or folder', () => {
    for (const text of ['mine: walks', '/usr/bin/mine: loads, walks # ours', '/usr/bin/: walks']) {
      expect(severitiesOf(walk, 'enumeration', { knownTools: readKnownTools(text) })).toEqual([])
    }
    expect(severitiesOf(walk, 'enumeration', { knownTools: readKnownTools('mine: loads') })).toEqual([
      'medium',
    ])
  })

  test('and takes them out', () => {
    const perf = walk.replace('/usr/bin/mine', '/usr/bin/perf-6.8')
    expect(severitiesOf(perf, 'enumeration')).toEqual([])
    for (const text of ['-perf', '# none\n\n-*\n']) {
      expect(severitiesOf(perf, 'enumeration', { knownTools: readKnownTools(text) })).toEqual(['medium'])
    }
  })

  test.each([
    ['mine', 'Line 1 of the known tools is not NAME: WORDS.'],
    ['# x\n: walks', 'Line 2 of the known tools is not NAME: WORDS.'],
    ['mine: flies', 'Line 1 of the known tools has flies'],
  ])('%j is refused', (text, reason) => {
    expect(() => readKnownTools(text)).toThrow(reason)
  })
})

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
    const sees = { exe: '/c', loads: 0, packetCalls: 2 }
    const loaders = [{ exe: '/b', comm: 'b', auid: 0 }, { exe: '/a' }, { exe: '/a' }, sees]
    expect(writeBaseline(loaders)).toBe(
      '{"schema":"ts-audit-bpf-baseline/1","loaders":[\n["/a",null,null],\n["/b","b",0],\n["/c",null,null,"packets"]\n]}\n',
    )
    expect([...readBaseline(writeBaseline(loaders))]).toEqual([
      '["/a",null,null]',
      '["/b","b",0]',
      '["/c",null,null,"packets"]',
    ])
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

test('the names of findings that can be asked for are those of the rules', () => {
  expect([...FINDING_NAMES]).toEqual(findingRules.map(({ name }) => name).sort())
})
