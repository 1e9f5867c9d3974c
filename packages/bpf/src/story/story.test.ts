// The story of a session and of a loader: every step that the log has, in order, told from the records below by hand.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import { describe, expect, test } from 'vitest'
import type { Story } from '../fields/story.ts'
import { reportJson } from '../report/json.ts'
import type { BpfReport } from '../report/report.ts'
import { reportSchema } from '../report/schema.ts'
import { reportTable } from '../report/table.ts'
import { createBpfTracker } from '../tracker.ts'
import { storyLines } from '../views/stories.ts'
import { chosenStories, notableStories, type StoryField } from './choice.ts'
import { createStoryRecorder } from './recorder.ts'

function reportOf(log: string | Uint8Array): BpfReport & { readonly stories: readonly Story[] } {
  const tracker = createBpfTracker()
  const recorder = createStoryRecorder()
  const reader = new LogReader({
    sink: (event) => {
      recorder.sink(event)
      return tracker.sink(event)
    },
  })
  reader.push(typeof log === 'string' ? Buffer.from(log, 'latin1') : log)
  reader.end()
  const report = tracker.finish()
  return { ...report, stories: recorder.finish(report) }
}

const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase()
const at = (serial: number): string => `msg=audit(1700000${String(serial).padStart(3, '0')}.000:${serial})`
const call = (
  serial: number,
  syscall: number,
  a: string,
  pid: number,
  who: string,
  result = 'success=yes exit=0',
) =>
  `type=SYSCALL ${at(serial)}: arch=c000003e syscall=${syscall} ${result} ${a} items=0 ppid=1 pid=${pid} ${who} key="k"\n`
const SESSION =
  'auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=6 comm="ldr" exe="/tmp/ldr"'
const AGENT =
  'auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="agent" exe="/usr/bin/agent"'
const BPF = (a0: string): string => `a0=${a0} a1=7ffd a2=94 a3=0`
const load = (serial: number, id: number, pid: number, who: string): string =>
  `type=BPF ${at(serial)}: prog-id=${id} op=LOAD\n${call(serial, 321, BPF('5'), pid, who, 'success=yes exit=7')}`

const LOG = [
  load(1, 10, 880, AGENT),
  load(2, 11, 880, AGENT),
  `type=LOGIN ${at(3)}: pid=300 uid=0 old-auid=4294967295 auid=1000 tty=(none) old-ses=4294967295 ses=6 res=1\x1dUID="root" AUID="alice"\n`,
  `type=USER_LOGIN ${at(4)}: pid=300 uid=0 auid=1000 ses=6 msg='op=login acct="alice" exe="/usr/sbin/sshd" hostname=? addr=192.0.2.9 terminal=ssh res=success'\n`,
  `type=USER_CMD ${at(5)}: pid=301 uid=1000 auid=1000 ses=6 msg='cwd="/home/alice" cmd=${hex('/tmp/ldr -v')} exe="/usr/bin/sudo" terminal=pts/0 res=success'\n`,
  call(6, 59, 'a0=1 a1=2 a2=3 a3=4', 302, SESSION),
  `type=EXECVE ${at(6)}: argc=3 a0="/tmp/ldr" a1=${hex('a b')} a2_len=4 a2[0]="xx" a2[1]="yy"\n`,
  load(7, 12, 302, SESSION),
  load(8, 13, 302, SESSION),
  call(9, 321, BPF('6'), 302, SESSION),
  `type=PATH ${at(9)}: item=0 name="/sys/fs/bpf/" inode=1 nametype=PARENT\ntype=PATH ${at(9)}: item=1 name="/sys/fs/bpf/p" inode=2 nametype=CREATE\n`,
  call(10, 321, BPF('6'), 302, SESSION),
  `type=PATH ${at(10)}: item=0 name="/sys/fs/bpf/q" inode=3 nametype=CREATE\n`,
  call(11, 321, BPF('1c'), 302, SESSION),
  `type=PROCTITLE ${at(11)}: proctitle=${hex('/tmp/ldr\0-v')}\n`,
  call(12, 321, BPF('1'), 302, SESSION),
  call(13, 87, 'a0=1 a1=0 a2=0 a3=0', 303, SESSION),
  `type=PATH ${at(13)}: item=0 name="/sys/fs/bpf/q" inode=3 nametype=DELETE\n`,
  call(14, 321, BPF('22'), 303, SESSION),
  call(15, 62, 'a0=370 a1=9 a2=0 a3=0', 303, SESSION),
  `type=OBJ_PID ${at(15)}: opid=880 oauid=-1 ouid=0 oses=-1 ocomm="agent"\n`,
  `type=BPF ${at(16)}: prog-id=10 op=UNLOAD\ntype=BPF ${at(17)}: prog-id=11 op=UNLOAD\n`,
  `type=CONFIG_CHANGE ${at(18)}: auid=1000 ses=6 op=remove_rule key="bpf" list=4 res=1\n`,
  `type=CONFIG_CHANGE ${at(19)}: audit_enabled=0 old=1 auid=1000 ses=6 res=1\n`,
  call(20, 321, BPF('5'), 302, SESSION, 'success=no exit=-1'),
  call(21, 321, BPF('5'), 302, SESSION, 'success=no exit=-1'),
  call(22, 41, 'a0=11 a1=3 a2=0 a3=0', 302, SESSION),
  call(23, 54, 'a0=3 a1=1 a2=1a a3=7f', 302, SESSION),
  call(24, 41, 'a0=2 a1=1 a2=0 a3=0', 302, SESSION),
  call(25, 231, 'a0=0 a1=3c a2=0 a3=0', 302, SESSION, ''),
  call(26, 231, 'a0=0 a1=3c a2=0 a3=0', 399, SESSION, ''),
  `type=USER_LOGOUT ${at(27)}: pid=300 uid=0 auid=1000 ses=6 msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=? addr=? terminal=ssh res=success'\n`,
].join('')

const told = ({ steps }: Story): string[] =>
  steps.map(({ event, kind, what, success, pid, count }) =>
    [event.split(':')[1], kind, success ?? '-', pid ?? '-', count ?? 1, what].join(' '),
  )

describe('a session', () => {
  const report = reportOf(LOG)
  const [session] = report.stories

  test('is told in order', () => {
    expect(told(session!)).toEqual([
      '3 login true 300 1 session 6 begins',
      '4 login true 300 1 login of alice from 192.0.2.9 on ssh',
      '5 command true 301 1 /tmp/ldr -v (in /home/alice)',
      '6 command true 302 1 /tmp/ldr a b xxyy',
      '7 load true 302 2 2 programs: 12, 13',
      '9 pin true 302 1 OBJ_PIN /sys/fs/bpf/p',
      '10 pin true 302 1 OBJ_PIN /sys/fs/bpf/q',
      '11 attach true 302 1 LINK_CREATE (/tmp/ldr -v)',
      '13 file true 303 1 removed /sys/fs/bpf/q',
      '14 detach true 303 1 LINK_DETACH',
      '15 signal true 303 1 signal 9 to process 880 (agent)',
      '18 audit true - 1 remove_rule, key bpf',
      '19 audit true - 1 audit_enabled=0',
      '20 load false 302 2 a load that failed',
      '22 socket true 302 1 socket of AF_PACKET',
      '23 socket true 302 1 SO_ATTACH_FILTER',
      '25 exit - 302 1 exit_group(0)',
      '27 logout true 300 1 logout on ssh',
    ])
  })

  test('has its user, its findings, and what remains', () => {
    const { steps: _, ...rest } = session!
    expect(rest).toMatchObject({
      session: 6,
      auid: 1000,
      user: 'alice',
      severity: 'high',
      from: 1_700_000_003_000,
      to: 1_700_000_027_000,
      leftOut: 0,
      remaining: [12, 13],
      remainingCount: 2,
      pins: ['/sys/fs/bpf/p'],
    })
    expect(session!.findings).toContain('untrusted-path')
  })

  test('the loader that it kills has that in its own story', () => {
    const agent = report.stories.find(({ exe }) => exe === '/usr/bin/agent')
    expect(told(agent!)).toEqual([
      '1 load true 880 2 2 programs: 10, 11',
      '15 signal true 303 1 signal 9 to process 880 (agent)',
      '16 unload - - 2 2 programs: 10, 11',
    ])
    expect(agent).toMatchObject({ remaining: [], remainingCount: 0, pins: [] })
    expect(agent).not.toHaveProperty('auid')
  })

  test('is printed, and is rows and JSON as the schema says', () => {
    const lines = [...storyLines(report.stories.slice(0, 1), 2)]
    expect(lines[1]).toBe('BPF Story of session 6 of alice')
    expect(lines[9]).toBe(
      '5. 2023-11-14 22:13:27.000 load success 302 /tmp/ldr 1700000007.000:7 2 programs: 12, 13',
    )
    expect(lines).toContain('   remains: programs 12, 13 loaded; pinned at /sys/fs/bpf/p')
    expect(lines.at(-1)).toMatch(/^2 more sessions and loaders: --of/)
    const json = JSON.parse([...reportJson(report, ['stories'])].join(''))
    expect(schemaErrors(reportSchema)(json)).toEqual([])
    expect(json.stories).toHaveLength(2)
    const rows = [...reportTable(report, 'stories').rows]
    expect(rows[0]).toMatchObject({ session: 6, user: 'alice', kind: 'login', event: '1700000003.000:3' })
    expect(rows).toHaveLength(18 + 3)
  })
})

test.each<[field: StoryField, value: string, sessions: (number | undefined)[]]>([
  ['session', '6', [6]],
  ['session', '60', []],
  ['auid', '1000', [6]],
  ['user', 'alice', [6]],
  ['exe', '/usr/bin/agent', [undefined]],
  ['pid', '303', [6, undefined]],
  ['prog-id', '13', [6]],
  ['prog-id', '11', [undefined]],
  ['finding', 'untrusted-path', [6]],
])('--of %s=%s', (field, value, sessions) => {
  const { stories } = reportOf(LOG)
  expect(chosenStories(stories, [{ field, value }]).map(({ session }) => session)).toEqual(sessions)
})

test('a load whose BPF record is not in the log is told once, and may remain', () => {
  const [story] = reportOf(call(1, 321, BPF('5'), 302, SESSION, 'success=yes exit=7')).stories
  expect(told(story!)).toEqual(['1 load true 302 1 a program of unknown id: no BPF record'])
  expect(story).toMatchObject({ severity: 'high', remainingCount: 0, uncertainCount: 1 })
  expect([...storyLines([story!], 0)]).toContain('   remains: 1 program that may be loaded')
})

test('a session number that is given again is another story, by LOGIN and by boot', () => {
  const login = (serial: number, ses: number): string =>
    `type=LOGIN ${at(serial)}: pid=${serial} uid=0 old-auid=4294967295 auid=1000 old-ses=4294967295 ses=${ses} res=1\n`
  const log = [
    login(1, 6) + load(2, 20, 302, SESSION),
    login(3, 6) + load(4, 21, 302, SESSION),
    `type=SYSTEM_BOOT ${at(5)}: pid=1 uid=0 auid=4294967295 ses=4294967295 msg=' comm="x" res=success'\n`,
    load(6, 3, 302, SESSION),
  ].join('')
  const stories = reportOf(log).stories.filter(({ session }) => session === 6)
  expect(stories.map(told)).toEqual([
    ['1 login true 1 1 session 6 begins', '2 load true 302 1 program 20'],
    ['3 login true 3 1 session 6 begins', '4 load true 302 1 program 21'],
    ['6 load true 302 1 program 3'],
  ])
})

test('a story has bounds: the first and the last steps are kept, the others counted, and so are stories', () => {
  let log = ''
  for (let serial = 1; serial <= 900; serial++)
    log += call(serial, 321, BPF(serial % 2 === 0 ? '1c' : '22'), 302, SESSION)
  const [story] = reportOf(log).stories
  expect(story).toMatchObject({ leftOut: 650 })
  expect(story!.steps).toHaveLength(250)
  expect([story!.steps[0]?.event, story!.steps.at(-1)?.event]).toEqual([
    '1700000001.000:1',
    '1700000900.000:900',
  ])
  const many = Array.from({ length: 1500 }, (_, at) =>
    call((at % 900) + 1, 321, BPF('1c'), at, AGENT.replace('/usr/bin/agent', `/x/${at}`)),
  )
  expect(reportOf(many.join('')).stories).toHaveLength(1000)
})

const incidents = new URL('../../../../fixtures/bpf/incidents/', import.meta.url)

describe('the incidents', () => {
  const notable = (name: string): readonly Story[] =>
    notableStories(reportOf(readFileSync(new URL(name, incidents))).stories).told
  const kinds = (stories: readonly Story[], session: number | undefined): string[] => [
    ...new Set(
      stories.filter((one) => one.session === session).flatMap(({ steps }) => steps.map(({ kind }) => kind)),
    ),
  ]

  test.each<[name: string, session: number | undefined, kinds: string[]]>([
    ['90-bpfdoor-like.log', undefined, ['socket']],
    ['92-triplecross-like.log', 4, ['load', 'file', 'logout']],
    ['94-linkpro-like.log', undefined, ['load', 'pin', 'file']],
    ['96-bpftool-by-hand.log', 9, ['load', 'pin']],
    ['98-agent-killed-audit-off.log', 6, ['login', 'detach', 'signal', 'audit']],
    ['99-bpf-excluded-by-attacker.log', 6, ['audit']],
    ['99-bpf-excluded-by-attacker.log', undefined, ['load']],
  ])('%s, session %s', (name, session, expected) => {
    expect(kinds(notable(name), session)).toEqual(expected)
  })
})
