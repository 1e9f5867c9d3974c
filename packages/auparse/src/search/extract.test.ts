/** Field extraction, group by group; every expectation is a rule of spec 01 §5.4 and §5.5. */
import { copyEvent, type LogEvent, LogReader } from '@ts-audit/log'
import { describe, expect, it } from 'vitest'
import { type ActiveSteps, noSteps } from './active-steps.ts'
import { type ByteSpan, latin1Bytes, spanText } from './byte-span.ts'
import { createExtractor } from './extract.ts'
import { SearchAttributes } from './search-attributes.ts'

type Step = keyof ActiveSteps

/** The event of records given as `TYPE fields`. */
function eventOf(records: readonly string[]): LogEvent {
  const events: LogEvent[] = []
  const reader = new LogReader({
    sink: (event) => {
      events.push(copyEvent(event))
      return true
    },
  })
  const line = (record: string) => `type=${record.replace(/^(\S+) ?/, '$1 msg=audit(1700000000.100:10): ')}\n`
  reader.push(latin1Bytes(records.map(line).join('')))
  reader.end()
  expect(events.length).toBe(1)
  return events[0] as LogEvent
}

const text = (span: ByteSpan | undefined): string | undefined =>
  span === undefined ? undefined : spanText(span)

function extract(records: readonly string[], steps: readonly Step[], debug = false) {
  let written = ''
  const write = (message: string): void => {
    written += message
  }
  const active = { ...noSteps, ...Object.fromEntries(steps.map((step) => [step, true])) }
  const found = new SearchAttributes()
  const event = eventOf(records)
  const code = createExtractor(active, { write, debug })(event, found)
  const texts = {
    host: text(found.host),
    terminal: text(found.terminal),
    exe: text(found.exe),
    comm: text(found.comm),
    cwd: text(found.cwd),
    vm: text(found.vm),
    uuid: text(found.uuid),
    files: found.files?.map(({ name }) => spanText(name)),
    keys: found.keys?.map(spanText),
    subjects: found.contexts?.map(({ subject }) => text(subject)),
    objects: found.contexts?.map(({ object }) => text(object)),
  }
  return { code, written, event, found: { ...found, ...texts } }
}

const CALL = 'SYSCALL arch=c000003e syscall=2 success=no exit=-13 a0=1 a1=2 '
const TASK =
  'ppid=5 pid=6 auid=7 uid=8 gid=9 euid=10 egid=11 tty=pts0 ses=12 comm="cat" exe="/bin/cat" subj=s:t key="k" '

describe('what a record gives', () => {
  it.each<[record: string, steps: Step[], found: object]>([
    [CALL, ['arch', 'success', 'exit'], { arch: 0xc000003e, syscall: 2, success: 0, exit: -13 }],
    [CALL, [], { arch: 0, syscall: 2, success: -1, exit: undefined }],
    ['SYSCALL syscall=2 success=yes exit=0x10 a0=1 a1=2 ', ['success', 'exit'], { success: 1, exit: 16 }],
    [CALL + TASK, ['ppid', 'pid', 'auid', 'uid'], { ppid: 5, pid: 6, auid: 7, uid: 8, gid: 4294967295 }],
    [CALL + TASK, ['uid', 'gid', 'euid', 'egid'], { uid: 8, gid: 9, euid: 10, egid: 11, auid: 4294967294 }],
    [
      CALL + TASK,
      ['terminal', 'session', 'comm', 'exe'],
      { terminal: 'pts0', session: 12, comm: 'cat', exe: '/bin/cat' },
    ],
    [CALL + TASK, ['subject', 'key'], { subjects: ['s:t'], keys: ['k'] }],
    [`${CALL}key=6B31016B32`, ['key'], { keys: ['k1', 'k2'] }],
    [`${CALL}key=(null)`, ['key'], { keys: ['(null)'] }],
    [`${CALL}comm=636174 `, ['comm'], { comm: 'cat' }],
    [`${CALL}comm=61620063 `, ['comm'], { comm: 'ab' }],
    [`${CALL}comm=616 `, ['comm'], { comm: 'a`' }],
    [`${CALL}comm=zz `, ['comm'], { comm: undefined }],
    [`${CALL} pid=-1 auid=-1 `, ['pid', 'auid'], { pid: -1, auid: 4294967295 }],
    [`${CALL} pid=x `, ['pid'], { pid: 0 }],
    ['CWD  cwd="/home/bob"', ['file'], { cwd: '/home/bob' }],
    [
      'PATH item=0 name="/etc/passwd" obj=a:b',
      ['file', 'object'],
      { files: ['/etc/passwd'], objects: ['a:b'] },
    ],
    ['PATH item=0 name=2F61 nametype=NORMAL', ['file'], { files: ['/a'] }],
    ['PATH item=0 name=(null) nametype=NORMAL', ['file'], { files: ['(null)'] }],
    ['PATH item=0 name=002F61 nametype=NORMAL', ['file'], { files: ['/a'] }],
    ['AVC_PATH  path="/x"', ['file'], { files: ['/x'] }],
    [
      "USER_LOGIN pid=1 uid=0 auid=5 ses=4 msg='op=login uid=1000 res=success'",
      ['pid', 'uid', 'auid', 'session'],
      { pid: 1, uid: 1000, auid: 5, session: 4 },
    ],
    [
      'USER_LOGIN msg=\'exe="/bin/x" hostname=h addr=? terminal=ssh res=failed\'',
      ['exe', 'host', 'terminal', 'success'],
      { exe: '/bin/x', host: 'h', terminal: 'ssh', success: 0 },
    ],
    [
      "USER_LOGIN msg='hostname=? addr=192.0.2.1 terminal=ssh res=success'",
      ['host', 'success'],
      { host: '192.0.2.1', success: 1 },
    ],
    ["USER_LOGIN msg='hostname=a b, c'", ['host'], { host: 'a b' }],
    ["USER_LOGIN msg='res=0'", ['success'], { success: 1 }],
    ["USER_LOGIN msg='(result=SUCCESS)'", ['success'], { success: 1 }],
    ["USER_LOGIN msg='(result=failed)'", ['success'], { success: 0 }],
    ["ADD_GROUP msg='op=add id=77 '", ['gid'], { gid: 77 }],
    ["USER_LOGIN msg='op=add id=77 '", ['gid'], { gid: 4294967295 }],
    ["GRP_MGMT msg='op=add gid=78 '", ['gid'], { gid: 78 }],
    ['VIRT_CONTROL vm="one" uuid=a-b:c ', ['vm', 'uuid'], { vm: 'one', uuid: 'a-b' }],
    ['VIRT_RESOURCE new-disk="/d" ', ['file'], { files: ['/d'] }],
    [
      'VIRT_MACHINE_ID vm-ctx=a img-ctx=b ',
      ['subject', 'object'],
      { subjects: ['a', undefined], objects: [undefined, 'b'] },
    ],
    ['SOCKADDR saddr=02000050C0A801010000000000000000', ['host'], { host: '192.168.1.1' }],
    [`SOCKADDR saddr=0A00001600000000${'00'.repeat(15)}0100000000`, ['host'], { host: '::1' }],
    ['SOCKADDR saddr=01002F746D7000', ['file'], { files: ['/tmp'], host: undefined }],
    ['SOCKADDR saddr=0100006162', ['file'], { files: ['ab'] }],
    ['SOCKADDR saddr=100000000000000000000000', ['host'], { host: undefined }],
    [
      'LOGIN pid=1 uid=0 subj=s old auid=4294967295 new auid=5 old ses=1 new ses=6 res=1',
      ['subject', 'auid', 'session', 'success'],
      { subjects: ['subj=s'], auid: 5, session: 6, success: 1 },
    ],
    ['IPC ouid=0 obj=a:b', ['object'], { objects: ['a:b'] }],
    [
      'DAEMON_START op=start auid=5 pid=6 uid=7 ses=8 subj=s res=success',
      ['auid', 'pid', 'uid', 'uidNumber', 'session', 'subject', 'success'],
      { auid: 5, pid: 6, uid: 7, namedUid: undefined, session: 8, subjects: ['s'], success: 1 },
    ],
    ['DAEMON_ACCEPT addr=192.0.2.1:5 res=failed', ['host', 'success'], { host: '192.0.2.1', success: 0 }],
    ['CONFIG_CHANGE op=add key="k" list=4 res=0', ['key', 'success'], { keys: ['k'], success: 0 }],
    ['CONFIG_CHANGE op=add path="/x"', ['file', 'auid'], { files: ['/x'], success: 1, auid: 4294967294 }],
    ['MAC_STATUS auid=5 ses=6', ['auid', 'session'], { auid: 5, session: 6 }],
    [
      'AVC avc:  denied  { read } for pid=1 comm="x" path="/y" scontext=a tcontext=b tclass=file',
      ['success', 'pid', 'comm', 'file', 'subject', 'object'],
      { success: 0, pid: 1, comm: 'x', files: ['/y'], subjects: ['a'], objects: ['b'] },
    ],
    ['AVC avc:  granted  { read } for pid=1 tclass=file', ['success'], { success: 1 }],
    ['NETFILTER_PKT saddr=10.0.0.1 daddr=1 obj=o', ['host', 'object'], { host: '10.0.0.1', objects: ['o'] }],
    [
      'ANOM_ABEND auid=1000 uid=0 gid=0 ses=5 pid=77 comm="crash" sig=11',
      ['uid', 'pid', 'comm'],
      { uid: 1000, pid: 77, comm: 'crash' },
    ],
    [
      'ANOM_ABEND auid=1000 uid=0 gid=0 ses=5 pid=77 comm="crash" sig=11',
      ['auid', 'uid', 'gid'],
      { auid: 1000, uid: 0, gid: 0 },
    ],
    [
      'SECCOMP exe="/x" arch=c000003e syscall=5 ',
      ['exe', 'arch'],
      { exe: '/x', arch: 0xc000003e, syscall: 5 },
    ],
    [
      'INTEGRITY_DATA pid=1 uid=1000 auid=5 ses=6 name="/x" res=1',
      ['uid', 'file', 'success'],
      { uid: 0, files: ['/x'], success: 1 },
    ],
    [
      'TTY tty pid=5 uid=1000 auid=1000 ses=7 comm="bash" data=6C',
      ['uid', 'auid', 'session', 'comm'],
      { uid: 0, auid: 1000, session: 7, comm: 'bash' },
    ],
    [
      'NETFILTER_CFG  pid=5 ',
      ['uid', 'auid', 'terminal', 'session', 'exe'],
      { uid: 0, auid: 4294967295, terminal: '(none)', session: 4294967295, exe: '(null)' },
    ],
    ['EXECVE pid=5 uid=5 comm="x" ', ['pid', 'uid', 'comm'], { pid: -1, uid: 4294967295, comm: undefined }],
  ])('%s (%j)', (record, steps, found) => {
    const result = extract([record], steps)
    expect([result.code, result.written]).toEqual([0, ''])
    expect(result.found).toMatchObject(found)
  })
})

describe('the code of the first failure', () => {
  it.each<[record: string, steps: Step[], code: number]>([
    ['SYSCALL syscall=2 a0=1 a1=2 ', ['arch'], 1],
    ['SYSCALL arch=c000003e', ['arch'], 2],
    ['SYSCALL arch=fffffffffffffffffff syscall=2 ', ['arch'], 3],
    ['SYSCALL a0=1 a1=2 ', [], 4],
    ['SYSCALL syscall=2', [], 5],
    ['SYSCALL syscall=99999999999999999999 ', [], 6],
    ['SYSCALL syscall=2 success=yes', ['success'], 7],
    ['SYSCALL syscall=2 a0=1 a1=2 ', ['exit'], 8],
    ['SYSCALL syscall=2 exit=1', ['exit'], 9],
    ['SYSCALL syscall=2 a0=1 ', [], 11],
    ['SYSCALL syscall=2 a0=1 a1=2', [], 12],
    ['SYSCALL syscall=2 a0=fffffffffffffffff a1=2 ', [], 13],
    [`${CALL}ppid=1`, ['ppid'], 14],
    [CALL, ['pid'], 16],
    [CALL, ['auid'], 19],
    [`${CALL}auid=5`, ['auid'], 20],
    [CALL, ['uid'], 22],
    [CALL, ['gid'], 25],
    [CALL, ['euid'], 28],
    [CALL, ['egid'], 31],
    [`${CALL}tty=pts0`, ['terminal'], 34],
    [`${CALL}ses=1`, ['session'], 35],
    [`${CALL}comm="x`, ['comm'], 37],
    [CALL, ['comm'], 38],
    [`${CALL}exe="x`, ['exe'], 39],
    [CALL, ['exe'], 40],
    [`${CALL}subj=x`, ['subject'], 41],
    [`${CALL}key="x`, ['key'], 44],
    [`${CALL}key=x`, ['key'], 45],
    ['CWD  cwd="/home', ['file'], 1],
    ['PATH item=0 name="/etc', ['file'], 2],
    ['PATH item=0 name=zz ', ['file'], 4],
    ['PATH item=0 name=2F61', ['file'], 5],
    ['PATH item=0 name=00 ', ['file'], 7],
    ['AVC_PATH  dev=x', ['file'], 1],
    ['USER_LOGIN uid=0 ', ['pid'], 1],
    ['USER_LOGIN pid=0', ['pid'], 2],
    ['USER_LOGIN pid=0 ', ['uid'], 4],
    ['USER_LOGIN pid=0 ', ['auid'], 7],
    ['USER_LOGIN ses=0', ['session'], 10],
    ['USER_LOGIN subj=0', ['subject'], 12],
    ['USER_LOGIN uid=1 guid=5 ', ['uid'], 25],
    ["USER_LOGIN uid=1 msg='uid=x '", ['uid'], 14],
    ['USER_LOGIN hostname=h', ['host'], 17],
    ['USER_LOGIN terminal=h', ['terminal'], 19],
    ['USER_LOGIN res=success', ['success'], 21],
    ['USER_LOGIN result=success', ['success'], 22],
    ['USER_LOGIN vm="x', ['vm'], 23],
    ['USER_LOGIN uuid= ', ['uuid'], 24],
    ['USER_LOGIN exe="x', ['exe'], 26],
    ['ADD_GROUP  id=5', ['gid'], 31],
    ['SOCKADDR saddr=zz', ['host'], 4],
    ['LOGIN pid=1 uid=0 ', ['auid'], 7],
    ['LOGIN pid=1 uid=0 ', ['session'], 14],
    ['DAEMON_START op=start', ['auid'], 1],
    ['DAEMON_START op=start res=1', ['success'], 12],
    ['DAEMON_ACCEPT addr=h', ['host'], 1],
    ['MAC_STATUS enforcing=1', ['auid'], 1],
    ['AVC avc:  denied  { read tclass=file', [], 2],
    ['AVC apparmor="DENIED" operation="open"', [], 9],
    ['NETFILTER_PKT saddr=1', ['host'], 1],
    ['ANOM_PROMISCUOUS dev=x', ['auid'], 1],
    ['SECCOMP comm="x"', ['exe'], 14],
    ['INTEGRITY_DATA pid=1', [], 1],
    ['INTEGRITY_DATA name=zz ', ['file'], 8],
    ['TTY pid=1', ['pid'], 1],
    ['NETFILTER_CFG table=x', ['pid'], 54],
    ['NETFILTER_CFG table=x', ['comm'], 66],
  ])('%s (%j): %i', (record, steps, code) => {
    expect(extract([record], steps).code).toBe(code)
  })
})

describe('several records of an event', () => {
  it.each<[rule: string, records: string[], steps: Step[], found: object]>([
    [
      'files accumulate, and take the directory known by then',
      ['CWD  cwd="/home"', 'PATH item=0 name="./x" ', 'PATH item=1 name="y" '],
      ['file'],
      { files: ['/home/./x', 'y'] },
    ],
    ['the first CWD wins', ['CWD  cwd="/one"', 'CWD  cwd="/two"'], ['file'], { cwd: '/one' }],
    [
      'an address discards an earlier host',
      ['NETFILTER_PKT saddr=h ', 'SOCKADDR saddr=100000000000'],
      ['host'],
      { host: undefined },
    ],
    [
      'an access decision fills only what is unset',
      [`${CALL}comm="one" `, 'AVC avc:  granted  { x } for comm="two" tclass=file'],
      ['success', 'comm'],
      { success: 0, comm: 'one' },
    ],
    [
      'a listener fills only what is unset',
      [CALL + TASK, 'NETFILTER_CFG  pid=99 uid=98 comm="x" '],
      ['pid', 'uid', 'comm'],
      { pid: 6, uid: 8, comm: 'cat' },
    ],
  ])('%s', (_, records, steps, found) => {
    const result = extract(records, steps)
    expect(result.code).toBe(0)
    expect(result.found).toMatchObject(found)
  })
})

describe('messages (spec 01 §5.2, §5.5)', () => {
  it.each<[record: string, steps: Step[], debug: boolean, written: string]>([
    ['SOCKADDR saddr=02000050C0A80101', ['host'], false, 'sockaddr len too short\n'],
    ['SOCKADDR saddr=0A000016', ['host'], false, 'sockaddr6 len too short\n'],
    ['SOCKADDR saddr=010061', ['file'], false, 'sun_path len too short (3)\n'],
    ['NO_SUCH_TYPE x', [], true, 'Unparsed type:-1\n - skipped'],
    ['AVC x', [], true, 'Malformed event skipped, rc=9. type=AVC msg=audit(1700000000.100:10): x\n'],
    ['AVC x', [], false, ''],
    ['EXECVE x', [], true, ''],
  ])('%s', (record, steps, debug, written) => {
    expect(extract([record], steps, debug).written).toBe(written)
  })

  it.each<[record: string, steps: Step[], printed: string]>([
    ['AVC avc:  denied  {read} for tclass=file', [], 'avc:  denied  {read  for tclass=file'],
    ["USER_AUTH msg='(hostname=?, terminal=tty1)'", ['terminal'], "msg='(hostname=?, terminal=tty1 '"],
  ])('%s: the overwritten byte is seen by the output', (record, steps, printed) => {
    const [first] = extract([record], steps).event.records
    expect(spanText({ bytes: first!.bytes, start: first!.start, end: first!.textEnd })).toContain(
      `: ${printed}`,
    )
  })
})
