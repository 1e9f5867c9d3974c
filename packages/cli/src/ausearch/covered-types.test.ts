/** What the man page says each criterion looks into, beside what a search does with a record of each type. */

import { parseExpression } from '@ts-audit/auparse/expression'
import { C_LOCALE, UTC } from '@ts-audit/auparse/time'
import { compileCriteria } from '@ts-audit/ausearch'
import { type LogEvent, LogReader } from '@ts-audit/log'
import { machineFromName } from '@ts-audit/tables/machines'
import {
  parseRecordTypeExactly,
  recordTypeName,
  recordTypes,
  UNKNOWN_RECORD_TYPE,
} from '@ts-audit/tables/record-types'
import { expect, test } from 'vitest'
import { longName } from '../options/command-table.ts'
import { parseCommandLine } from '../run/command-line.ts'
import { coverage } from './covered-types.ts'
import { ausearchTable } from './table.ts'

const CALL =
  'arch=c000003e syscall=59 success=yes exit=7 a0=1 a1=2 a2=3 a3=4 items=1 ppid=4243 pid=4242 auid=41 uid=42 gid=43 euid=44 suid=44 fsuid=44 egid=45 sgid=45 fsgid=45 tty=ptsx ses=77 comm="prog" exe="/bin/prog" subj=ctx_s key="rule"'
const TASK =
  'op=x ppid=4243 pid=4242 auid=41 uid=42 gid=43 euid=44 suid=44 fsuid=44 egid=45 sgid=45 fsgid=45 tty=ptsx ses=77 comm="prog" exe="/bin/prog" subj=ctx_s dev=8:1 res=1'
const MESSAGE = `pid=4242 uid=42 auid=41 ses=77 subj=ctx_s msg='op=x id=43 vm="guest" uuid=abc-def vm-ctx=ctx_s img-ctx=ctx_o comm="prog" cwd="/dir/file" exe="/bin/prog" hostname=host.example addr=192.0.2.1 terminal=ptsx res=success'`
const DECISION =
  'avc:  granted  { read } for  pid=4242 comm="prog" path="/dir/file" dev="x" ino=1 scontext=ctx_s tcontext=ctx_o tclass=file'
const DAEMON = 'op=start ver=4 format=enriched kernel=6 auid=41 pid=4242 uid=42 ses=77 subj=ctx_s res=success'
const CONNECTION = 'op=connect addr=host.example port=60 res=success'
const CHECK =
  'pid=4242 uid=42 auid=41 ses=77 subj=ctx_s op=collect_data cause=x comm="prog" name="/dir/file" dev="x" ino=1 res=1'
const POLICY = 'auid=41 ses=77 subj=ctx_s op=add_rule path="/dir/file" key="rule" list=4 res=1'
const OBJECT = 'opid=5 oauid=41 ouid=42 oses=77 obj=ctx_o ocomm="prog"'
const TABLE =
  'table=x family=2 entries=1 op=register pid=4242 uid=42 auid=41 tty=ptsx ses=77 subj=ctx_s comm="prog" exe="/bin/prog" res=1'

/** Records as the kernel and programs write them (include/linux/audit.h and the places that call audit_log_format). */
const bodies = new Map<string, readonly string[]>([
  ['SYSCALL', [CALL]],
  ['URINGOP', [CALL.replace(/arch=\S+ syscall/, 'uring_op')]],
  ['FEATURE_CHANGE', [TASK]],
  ['DM_CTRL', [TASK]],
  ['ANOM_LINK', [TASK]],
  [
    'SECCOMP',
    [
      'auid=41 uid=42 gid=43 ses=77 subj=ctx_s pid=4242 comm="prog" exe="/bin/prog" sig=0 arch=c000003e syscall=59 compat=0 ip=0x7 code=0x7ffc0000 res=1',
    ],
  ],
  [
    'ANOM_ABEND',
    ['auid=41 uid=42 gid=43 ses=77 subj=ctx_s pid=4242 comm="prog" exe="/bin/prog" sig=11 res=1'],
  ],
  ['ANOM_PROMISCUOUS', ['dev=x prom=256 old_prom=0 auid=41 uid=42 gid=43 ses=77']],
  ['NETFILTER_CFG', [TABLE]],
  ['EVENT_LISTENER', [TABLE]],
  ['AVC', [DECISION]],
  [
    'USER_AVC',
    [MESSAGE.replace("msg='", "msg='avc:  granted  { start } for scontext=ctx_s tcontext=ctx_o tclass=x ")],
  ],
  [
    'LOGIN',
    ['pid=4242 uid=42 subj=ctx_s old-auid=4294967295 auid=41 tty=ptsx old-ses=4294967295 ses=77 res=1'],
  ],
  ['TTY', ['tty pid=4242 uid=42 auid=41 ses=77 major=136 minor=1 comm="prog" data=6C73']],
  [
    'PATH',
    [
      'item=0 name="/dir/file" inode=1 dev=00:01 mode=0100644 ouid=42 ogid=43 rdev=00:00 obj=ctx_o nametype=NORMAL',
    ],
  ],
  ['CWD', ['cwd="/dir/file"']],
  ['AVC_PATH', ['path="/dir/file"']],
  [
    'SOCKADDR',
    [
      'saddr=01002F6469722F66696C6500',
      'saddr=0200003550000201C00002010000000000000000'.replace('50000201', 'C0000201'),
    ],
  ],
  ['IPC', ['ouid=42 ogid=43 mode=0600 obj=ctx_o']],
  ['OBJ_PID', [OBJECT]],
  ['NETFILTER_PKT', ['mark=0x1 saddr=192.0.2.1 daddr=192.0.2.1 proto=17 obj=ctx_o']],
  ['CONFIG_CHANGE', [POLICY]],
  ['DAEMON_ACCEPT', [CONNECTION]],
  ['DAEMON_CLOSE', [CONNECTION]],
  ['DAEMON_ERR', [DAEMON, CONNECTION]],
])
const everything = [
  CALL,
  TASK,
  MESSAGE,
  DECISION,
  DAEMON,
  CONNECTION,
  CHECK,
  POLICY,
  OBJECT,
  ...[...bodies.values()].flat(),
]

/** The records of a type that are searched; of one that nothing is known of, records of all shapes. */
function bodiesOf(type: number, name: string): readonly string[] {
  const own = bodies.get(name)
  if (own !== undefined) return own
  if (type === 1005 || (type >= 1100 && type < 1200) || type >= 2100) return [MESSAGE]
  if (name.startsWith('DAEMON_')) return [DAEMON]
  if (type >= 1800 && type <= 1805) return [CHECK]
  if (type >= 1403 && type <= 1417) return [POLICY]
  return everything
}

function events(): LogEvent[] {
  const found: LogEvent[] = []
  const reader = new LogReader({
    sink(event) {
      found.push({
        ...event,
        records: event.records.map((record) => ({ ...record, bytes: record.bytes.slice() })),
      })
      return true
    },
  })
  let serial = 0
  for (const { number, name } of recordTypes())
    for (const body of bodiesOf(number, name))
      reader.push(
        Buffer.from(`type=${name} msg=audit(${1_700_000_000 + serial}.000:${++serial}): ${body} \n`),
      )
  reader.end()
  return found
}

/** The types of the events that one of the command lines finds. */
function typesFoundBy(all: readonly LogEvent[], lines: readonly string[]): string[] {
  const types = new Set<number>()
  for (const line of lines) {
    const parsed = parseCommandLine(ausearchTable, line.split(' '), {
      accounts: { userId: () => undefined, groupId: () => undefined },
      time: { now: 1_700_000_000, zone: UTC, locale: C_LOCALE, uptime: () => 100 },
      host: machineFromName('x86_64'),
      parseExpression,
    })
    if (parsed.kind !== 'run') throw new Error(parsed.stderr)
    const matcher = compileCriteria(parsed.options.criteria, {
      accounts: { userName: () => undefined },
      interfaceName: () => undefined,
      write: () => {},
    })
    for (const event of all) if (matcher.matches(event)) types.add(event.type)
  }
  return names(types)
}

const names = (types: Iterable<number>) =>
  [...new Set(types)].sort((a, b) => a - b).map((type) => recordTypeName(type) ?? '')

const lines: Readonly<Record<string, readonly string[]>> = {
  '--pid': ['-p 4242'],
  '--ppid': ['-pp 4243'],
  '--uid': ['-ui 42'],
  '--uid-effective': ['-ue 44'],
  '--loginuid': ['-ul 41'],
  '--gid': ['-gi 43'],
  '--gid-effective': ['-ge 45'],
  '--session': ['--session 77'],
  '--exit': ['-e 7'],
  '--success': ['-sv yes', '-sv no'],
  '--syscall': ['-sc 59'],
  '--arch': ['--arch x86_64'],
  '--comm': ['-c prog'],
  '--executable': ['-x /bin/prog'],
  '--file': ['-f /dir/file'],
  '--key': ['-k rule'],
  '--host': ['-hn host.example', '-hn 192.0.2.1'],
  '--terminal': ['-tm ptsx'],
  '--subject': ['-su ctx_s'],
  '--object': ['-o ctx_o'],
  '--uuid': ['-uu abc-def'],
  '--vm-name': ['-vm guest'],
}

const all = events()

const inRange = (first: number, last: number) =>
  recordTypes().flatMap(({ number }) => (number >= first && number <= last ? [number] : []))

/** What stands in the man page for types without naming each (spec 01 §5.5). */
const words: ReadonlyMap<string, readonly number[]> = new Map([
  ['CONFIG_CHANGE and MAC policy records', [1305, ...inRange(1403, 1417)]],
  ['DAEMON records but ACCEPT and CLOSE', [1200, 1201, 1202, 1203, 1205, 1206]],
  ['INTEGRITY records', inRange(1800, 1805)],
  [
    'user messages (USER_*, CRED_*, ADD_USER, SERVICE_START and their like), USER_AVC',
    [1005, ...inRange(1100, 1199), ...inRange(2100, 2999)],
  ],
  ['the disks of VIRT_RESOURCE, and cwd= of', [2501]],
  ['VIRT records, and any of the', inRange(2500, 2599)],
  // Not by this criterion alone: see the test of its own.
  [
    'SECCOMP and ANOM_ABEND (only together with -ul: else the number of their auid is taken, as in ANOM_PROMISCUOUS)',
    [],
  ],
])

/** The types that a part of the man page's list stands for. */
const stated = (part: string): readonly number[] =>
  words.get(part) ??
  part
    .replace(/ \(.*\)$/, '')
    .split(', ')
    .map(parseRecordTypeExactly)

test.each(Object.entries(lines))('%s', (option, commands) => {
  const types = coverage.get(option)?.flatMap(stated) ?? []
  expect(types).not.toContain(UNKNOWN_RECORD_TYPE)
  expect(typesFoundBy(all, commands)).toEqual(names(types))
})

test('the user of SECCOMP and ANOM_ABEND is found beside their login user, and else is not', () => {
  const found = typesFoundBy(all, ['-ui 42 -ul 41'])
  expect(found).toEqual(expect.arrayContaining(['SECCOMP', 'ANOM_ABEND']))
  expect(typesFoundBy(all, ['-ui 41'])).toEqual(['ANOM_PROMISCUOUS', 'ANOM_ABEND', 'SECCOMP'].sort(byNumber))
})

test('every criterion that says what it covers is tested', () => {
  const tested = new Set([...Object.keys(lines), '--uid-all', '--gid-all', '--context'])
  expect([...coverage.keys()].filter((option) => !tested.has(option))).toEqual([])
  const described = ausearchTable.options.filter(({ covers }) => covers !== undefined)
  // Expressions look into everything.
  expect(described.map(longName).sort()).toEqual([...coverage.keys(), '--expr'].sort())
})

function byNumber(a: string, b: string): number {
  const order = ['SECCOMP', 'ANOM_PROMISCUOUS', 'ANOM_ABEND']
  return order.indexOf(a) - order.indexOf(b)
}
