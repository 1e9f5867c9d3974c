// How a loader attaches its programs, by the numbers of the kernel's headers and what its calls look like in a log.
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { createBpfTracker } from './index.ts'

const id = (at: number) => `msg=audit(${1_700_000_000 + at}.000:${10 + at}):`
const call = (at: number, head: string, pid = 100) =>
  `type=SYSCALL ${id(at)} ${head} items=0 ppid=1 pid=${pid} auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="ldr" exe="/usr/local/bin/ldr" subj=unconfined key="bpf"\n`
const load = (at: number) =>
  `type=BPF ${id(at)} prog-id=7 op=LOAD\n${call(at, 'arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=7ffc a2=90 a3=0')}`
const address = (at: number, saddr: string) => `type=SOCKADDR ${id(at)} saddr=${saddr}\n`
const inner = (at: number, given: string) => `type=SOCKETCALL ${id(at)} nargs=5 ${given}\n`

function report(log: string) {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(Buffer.from(log, 'latin1'))
  reader.end()
  return tracker.finish()
}

const sendmsg = 'arch=c000003e syscall=46 success=yes exit=36 a0=3 a1=7ffc a2=0 a3=0'
const socketcall = (machine: string, number: string) =>
  `arch=${machine} syscall=102 success=yes exit=0 a0=${number} a1=ffe0 a2=0 a3=0`
/** pid 0, no groups: the kernel. */
const KERNEL = '100000000000000000000000'

test.each<[what: string, event: string, attachments: readonly string[] | undefined]>([
  ['sendmsg to the kernel by netlink', call(2, sendmsg) + address(2, KERNEL), ['netlink']],
  [
    'sendto, which is 44',
    call(2, sendmsg.replace('=46', '=44')) + address(2, `${KERNEL}\x1dSADDR={ fam=netlink }`),
    ['netlink'],
  ],
  ['on a big-endian machine', call(2, sendmsg) + address(2, '001000000000000000000000'), ['netlink']],
  ['to another process', call(2, sendmsg) + address(2, '100000000103000000000000'), undefined],
  ['to an address of IPv4', call(2, sendmsg) + address(2, '020000350A0000020000000000000000'), undefined],
  ['that fails', call(2, sendmsg.replace('=yes', '=no')) + address(2, KERNEL), undefined],
  ['by another process', call(2, sendmsg, 101) + address(2, KERNEL), undefined],
  ['a minute later', call(62, sendmsg) + address(62, KERNEL), undefined],
  [
    'ioctl PERF_EVENT_IOC_SET_BPF',
    call(2, 'arch=c000003e syscall=16 success=yes exit=0 a0=5 a1=40042408 a2=3 a3=0'),
    ['PERF_EVENT_IOC_SET_BPF'],
  ],
  [
    'ioctl PERF_EVENT_IOC_ENABLE',
    call(2, 'arch=c000003e syscall=16 success=yes exit=0 a0=5 a1=2400 a2=0 a3=0'),
    undefined,
  ],
  [
    'setsockopt SO_ATTACH_BPF',
    call(2, 'arch=c000003e syscall=54 success=yes exit=0 a0=3 a1=1 a2=32 a3=7ffc'),
    ['SO_ATTACH_BPF'],
  ],
  [
    'setsockopt SO_ATTACH_REUSEPORT_EBPF',
    call(2, 'arch=c000003e syscall=54 success=yes exit=0 a0=3 a1=1 a2=34 a3=7ffc'),
    ['SO_ATTACH_REUSEPORT_EBPF'],
  ],
  [
    'socketcall of i386: setsockopt',
    call(2, socketcall('40000003', 'e')) + inner(2, 'a0=3 a1=1 a2=32 a3=ffe0 a4=4'),
    ['SO_ATTACH_BPF'],
  ],
  [
    'socketcall of s390: sendmsg',
    call(2, socketcall('80000016', '10')) + inner(2, 'a0=3 a1=ffe0 a2=0') + address(2, KERNEL),
    ['netlink'],
  ],
  ['socketcall: getsockopt', call(2, socketcall('40000003', 'f')) + inner(2, 'a0=3 a1=1 a2=32'), undefined],
])('%s', (_, event, attachments) => {
  expect([...report(load(1) + event).programs].map(({ attachments }) => attachments)).toEqual([attachments])
})

test('who sends netlink messages and loads nothing is no loader', () => {
  const other = call(2, sendmsg, 101).replace('/ldr"', '/auditctl"') + address(2, KERNEL)
  expect(report(load(1) + other).loaders.map(({ exe }) => exe)).toEqual(['/usr/local/bin/ldr'])
})

test('a packet socket, and a classic filter, by socketcall of i386', () => {
  const hidden = (text: string) => text.replaceAll('/usr/local/bin/ldr', '/dev/shm/ldr')
  const log =
    call(1, socketcall('40000003', '1')) +
    inner(1, 'a0=11 a1=3 a2=300') +
    call(2, socketcall('40000003', 'e')) +
    inner(2, 'a0=3 a1=1 a2=1a a3=ffe0 a4=8')
  expect(report(hidden(log)).findings.map(({ name, evidence }) => [name, evidence])).toEqual([
    ['classic-bpf', ['1700000001.000:11']],
    ['classic-bpf', ['1700000002.000:12']],
  ])
})

test('a netlink message right after the load shows that a program can outlive its loader', () => {
  const outlives = (log: string) => report(log).findings.filter(({ name }) => name === 'outlives-loader')
  expect(outlives(load(1) + call(2, sendmsg) + address(2, KERNEL))).toHaveLength(1)
  expect(outlives(load(1) + call(62, sendmsg) + address(62, KERNEL))).toEqual([])
})
