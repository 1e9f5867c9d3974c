// What descriptors say, as Linux 6.18 wrote it for a link of a raw tracepoint, a program and a map, and what pins there are.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { PinCache, pinFolders, programUses, readDescriptorUse } from './program-uses.ts'

const LINK = `pos:	0
flags:	02000000
mnt_id:	17
ino:	1038
link_type:	raw_tracepoint
link_id:	89
prog_tag:	59f4a931744dcdc6
prog_id:	97
tp_name:	sched_switch
cookie:	0
`
const PROGRAM = `pos:	0
flags:	02000002
mnt_id:	17
ino:	1038
prog_type:	17
prog_jited:	1
prog_tag:	59f4a931744dcdc6
memlock:	4096
prog_id:	97
`

test('links and pinned programs are uses, other descriptors are not', () => {
  const link = readDescriptorUse(LINK)
  const program = readDescriptorUse(PROGRAM)
  expect(link).toEqual({ progId: 97, link: { id: 89, type: 'raw_tracepoint', at: 'tp_name=sched_switch' } })
  expect(program).toEqual({ progId: 97, link: undefined })
  expect(readDescriptorUse('pos:	0\nflags:	02000002\nmap_type:	1\nmap_id:	4\n')).toBeUndefined()
  expect(readDescriptorUse('')).toBeUndefined()
  const uses = programUses([link!], [['/sys/fs/bpf/a', program!]])
  expect([...uses]).toEqual([
    [
      97,
      {
        links: [link!.link],
        attachTo: 'raw_tracepoint tp_name=sched_switch',
        pinned: ['/sys/fs/bpf/a'],
      },
    ],
  ])
})

test('pins are where file systems of type bpf are mounted (proc_pid_mountinfo(5))', () => {
  const mounts = [
    '22 1 0:20 / /proc rw - proc proc rw',
    '30 22 0:26 / /sys/fs/bpf rw,nosuid shared:11 - bpf bpf rw,mode=700',
    '31 22 0:27 / /run/my\\040pins rw - bpf none rw',
  ].join('\n')
  expect(pinFolders(mounts)).toEqual(['/sys/fs/bpf', '/run/my pins'])
})

test('a pinned file is opened once, and again when it is another', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pins-'))
  const [one, two] = [path.join(folder, 'one'), path.join(folder, 'two')]
  writeFileSync(one, '')
  writeFileSync(two, '')
  const opened: string[] = []
  const cache = new PinCache((file) => {
    opened.push(file)
    return file === two ? undefined : { progId: opened.length, link: undefined }
  })
  expect(cache.read([one, two])).toEqual([[one, { progId: 1, link: undefined }]])
  expect(cache.read([one, two])).toEqual([[one, { progId: 1, link: undefined }]])
  expect(opened).toEqual([one, two])
  renameSync(two, one)
  cache.read([one, two])
  expect(opened).toEqual([one, two, one])
  rmSync(folder, { recursive: true })
})
