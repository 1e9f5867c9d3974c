// Records that stand joined in one line, as a file has them whose end was cut off while auditd wrote to it.
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { createBpfTracker } from '../index.ts'

const call = (serial: number, id: number): string =>
  `type=BPF msg=audit(1700000000.${serial}:${serial}): prog-id=${id} op=LOAD
type=SYSCALL msg=audit(1700000000.${serial}:${serial}): arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=7ffc a2=90 a3=0 items=0 ppid=1 pid=${serial} auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="l" exe="/usr/sbin/l" subj=unconfined key="bpf"
type=PROCTITLE msg=audit(1700000000.${serial}:${serial}): proctitle="/usr/sbin/l"
`
const path =
  'type=PATH msg=audit(1700000000.100:100): item=0 name="/usr/bin/stat" inode=1308 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0'

const programsOf = (log: string): string[] => {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(new TextEncoder().encode(log))
  reader.end()
  return [...tracker.finish().programs].map(
    ({ progId, state, loader }) => `${progId} ${state} ${loader?.pid}`,
  )
}

test.each([
  ['a BPF record after a PATH record that was cut', `${path.slice(0, 150)}${call(101, 7)}${call(102, 8)}`],
  ['after a whole one', `${path}${call(101, 7)}${call(102, 8)}`],
  [
    'the SYSCALL record after the BPF record of its event',
    call(101, 7).replace('op=LOAD\n', 'op=LOAD') + call(102, 8),
  ],
  ['the BPF record of one event after the last record of another', call(101, 7).trimEnd() + call(102, 8)],
])('%s', (_, log) => {
  expect(programsOf(log)).toEqual(['7 loaded 101', '8 loaded 102'])
})

test('an event that is nothing but a record joined to another', () => {
  const unload = 'type=BPF msg=audit(1700000000.102:102): prog-id=7 op=UNLOAD\n'
  expect(programsOf(`${call(101, 7).trimEnd()}${unload}${call(103, 8)}`)).toEqual([
    '7 unloaded 101',
    '8 loaded 103',
  ])
  expect(programsOf(`${call(101, 7).trimEnd()}${unload}`)).toEqual(['7 unloaded 101'])
})
