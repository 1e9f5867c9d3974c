// Calls that have nothing to do with programs leave no trace, and those that have are seen in whatever form they are written.
import { expect, test } from 'vitest'
import { reportOf } from '../testing/report-of.ts'

const stamp = (serial: number) => `msg=audit(${1_700_000_000 + serial}.000:${serial})`

function call(
  serial: number,
  syscall: number,
  pid: string,
  { a0 = '5', exe = '"/usr/sbin/loader"', extra = '' } = {},
) {
  return `type=SYSCALL ${stamp(serial)}: arch=c000003e syscall=${syscall} success=yes exit=3 a0=${a0} a1=f a2=90 a3=0 items=0 ppid=1 ${extra}pid=${pid} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=6 comm="x" exe=${exe} subj=unconfined key="bpf"\n`
}

const load = (serial: number, id: number, pid: string) =>
  `${call(serial, 321, pid)}type=BPF ${stamp(serial)}: prog-id=${id} op=LOAD\n`
const unload = (serial: number, id: number) => `type=BPF ${stamp(serial)}: prog-id=${id} op=UNLOAD\n`
const path = (serial: number, name: string, nametype: string) =>
  `type=PATH ${stamp(serial)}: item=1 name="${name}" inode=2 nametype=${nametype}\n`

test('whoever removes other files is no loader', () => {
  const pinned = load(1, 7, '100') + call(2, 321, '100', { a0: '6' }) + path(2, '/sys/fs/bpf/x', 'CREATE')
  const exe = '"/usr/bin/rm"'
  const removes = (name: string) => pinned + call(3, 263, '200', { exe }) + path(3, name, 'DELETE')
  expect(reportOf(removes('/tmp/x')).loaders.map((loader) => loader.exe)).toEqual(['/usr/sbin/loader'])
  const { loaders, findings } = reportOf(removes('/sys/fs/bpf/x'))
  expect(loaders).toHaveLength(2)
  expect(findings.map(({ name }) => name)).toContain('pins-removed')
})

test.each([
  ['as the kernel writes it', '100', ''],
  ['with a zero before it', '0100', ''],
  ['behind another field', '100', 'tgid=200 '],
])('the exit of a loader is seen when its pid stands there %s', (_, pid, extra) => {
  const outlived = (exiting: string) =>
    reportOf(load(1, 7, '100') + call(2, 231, exiting, { extra }) + unload(80, 7)).findings.map(
      ({ name }) => name,
    )
  expect(outlived(pid)).toContain('outlives-loader')
  expect(outlived('300')).not.toContain('outlives-loader')
})
