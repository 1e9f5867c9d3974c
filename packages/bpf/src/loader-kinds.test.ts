// What a loader is where its path or its pid would mislead, and that the views show it only then.
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { createBpfTracker, programsView } from './index.ts'

interface Given {
  readonly exe?: string
  readonly subj?: string
  readonly pid?: number
  readonly ppid?: number
}

const id = (at: number) => `msg=audit(${1_700_000_000 + at}.000:${10 + at}):`
const call = (
  at: number,
  head: string,
  { exe = '/usr/sbin/ldr', subj = 'unconfined', pid = 100, ppid = 99 }: Given = {},
) =>
  `type=SYSCALL ${id(at)} ${head} items=0 ppid=${ppid} pid=${pid} auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="ldr" exe=${Buffer.from(exe).toString('hex').toUpperCase()} subj=${subj} key="bpf"\n`
const load = (at: number, given: Given = {}) =>
  `type=BPF ${id(at)} prog-id=${at} op=LOAD\n${call(at, 'arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=7ffc a2=90 a3=0', given)}`

function report(log: string) {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(Buffer.from(log, 'latin1'))
  reader.end()
  return tracker.finish()
}
const kinds = (log: string) => [...report(log).programs].map(({ loaderKinds }) => loaderKinds)

test.each<[what: string, given: Given, expected: readonly string[] | undefined]>([
  ['an installed program', {}, undefined],
  ['a file in memory', { exe: '/memfd:x (deleted)' }, ['memfd']],
  ["runc's copy", { exe: '/memfd:runc_cloned:/proc/self/exe (deleted)' }, ['memfd', 'runtime-copy']],
  ["crun's copy", { exe: '/memfd:crun (deleted)' }, ['memfd', 'runtime-copy']],
  ['a deleted file', { exe: '/usr/sbin/x (deleted)' }, ['deleted']],
  ['a daemon that runs on', { exe: '/usr/bin/containerd (deleted)' }, ['deleted', 'upgraded']],
  ['systemd after an upgrade', { exe: '/usr/lib/systemd/systemd (deleted)' }, ['deleted', 'upgraded']],
  ['a container of podman', { subj: 'system_u:system_r:container_t:s0:c1,c2' }, ['container']],
  ['a container of Docker', { subj: 'docker-default' }, ['container']],
  ['a service', { subj: 'system_u:system_r:container_runtime_exec:s0' }, undefined],
])('%s', (_, given, expected) => {
  expect(kinds(load(1, given))).toEqual([expected])
})

test('an upgrade in between', () => {
  expect(kinds(load(1) + load(2, { exe: '/usr/sbin/ldr (deleted)' }))).toEqual([
    undefined,
    ['deleted', 'upgraded'],
  ])
})

const namespace = ['pid-namespace']
// 272 is unshare(2), 56 clone(2), 308 setns(2) on x86_64; 0x20000000 is CLONE_NEWPID, 0x20020000 has CLONE_NEWNS too.
test.each<[what: string, log: string, expected: readonly (readonly string[] | undefined)[]]>([
  [
    'unshare -p -f',
    call(1, 'arch=c000003e syscall=272 success=yes exit=0 a0=20020000 a1=0 a2=0 a3=0', { pid: 421 }) +
      load(2, { pid: 422, ppid: 421 }) +
      load(3, { pid: 423, ppid: 422 }) +
      load(4, { pid: 421 }),
    [namespace, namespace, undefined],
  ],
  [
    'clone',
    call(1, 'arch=c000003e syscall=56 success=yes exit=422 a0=20000011 a1=0 a2=0 a3=0', { pid: 421 }) +
      load(2, { pid: 422, ppid: 421 }) +
      load(3, { pid: 430, ppid: 421 }),
    [namespace, undefined],
  ],
  [
    'setns, as nsenter does',
    call(1, 'arch=c000003e syscall=308 success=yes exit=0 a0=3 a1=20000000 a2=0 a3=0', { pid: 421 }) +
      load(2, { pid: 422, ppid: 421 }),
    [namespace],
  ],
  [
    'another namespace, and one that was refused',
    call(1, 'arch=c000003e syscall=272 success=yes exit=0 a0=10000000 a1=0 a2=0 a3=0', { pid: 421 }) +
      call(2, 'arch=c000003e syscall=272 success=no exit=-1 a0=20000000 a1=0 a2=0 a3=0', { pid: 421 }) +
      load(3, { pid: 422, ppid: 421 }),
    [undefined],
  ],
])('a pid namespace by %s', (_, log, expected) => {
  expect(kinds(log)).toEqual(expected)
})

test('a column says it, where there is something to say', () => {
  const column = (log: string) => {
    const { columns, rows } = programsView(report(log))
    const at = columns.indexOf('loader-is')
    return at < 0 ? undefined : [...rows].map((row) => row[at])
  }
  expect(column(load(1))).toBeUndefined()
  expect(column(load(1) + load(2, { exe: '/memfd:x (deleted)' }))).toEqual(['', 'memfd'])
})
