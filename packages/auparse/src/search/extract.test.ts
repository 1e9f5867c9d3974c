import { type LogEvent, LogReader, recordText } from '@ts-audit/log'
import { describe, expect, it } from 'vitest'
import { type ActiveSteps, noSteps } from './active-steps.ts'
import { latin1Bytes, spanText } from './byte-span.ts'
import { createExtractor } from './extract.ts'
import { SearchAttributes } from './search-attributes.ts'

type Wanted = Partial<ActiveSteps>
const everything = Object.fromEntries(Object.keys(noSteps).map((name) => [name, true])) as Wanted

interface Extraction {
  readonly code: number
  readonly found: SearchAttributes
  readonly written: string
  readonly lines: readonly string[]
}

/** Extracts from records given as `TYPE rest of the record`; they get the header of one event. */
function extract(records: readonly string[], wanted: Wanted, debug = false): Extraction {
  const log = records.map((record) => {
    const [type = '', ...rest] = record.split(' ')
    return `type=${type} msg=audit(1700000000.100:1): ${rest.join(' ')}\n`
  })
  let written = ''
  const write = (text: string) => {
    written += text
  }
  const run = createExtractor({ ...noSteps, ...wanted }, { write, debug })
  const events: LogEvent[] = []
  const found = new SearchAttributes()
  const reader = new LogReader({
    sink(event) {
      events.push({ ...event, records: [...event.records] })
      return true
    },
  })
  reader.push(latin1Bytes(log.join('')))
  reader.end()
  const [event] = events
  const code = run(event!, found)
  return { code, found, written, lines: event!.records.map(recordText) }
}

const syscall =
  'SYSCALL arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c a1=7ffd a2=0 a3=0 items=1 ppid=900 pid=901 ' +
  'auid=1000 uid=1001 gid=1002 euid=1003 suid=0 fsuid=0 egid=1004 sgid=0 fsgid=0 tty=pts0 ses=3 comm="cat" ' +
  'exe="/usr/bin/cat" subj=a:b:c key=6B31016B32'

describe('a system call', () => {
  it('gives every attribute that is wanted', () => {
    const { code, found } = extract([syscall], everything)
    expect(code).toBe(0)
    expect(found).toMatchObject({
      arch: 0xc000003e,
      syscall: 257,
      success: 0,
      exit: -13,
      ppid: 900,
      pid: 901,
      auid: 1000,
      uid: 1001,
      gid: 1002,
      euid: 1003,
      egid: 1004,
      session: 3,
    })
    const texts = [found.terminal, found.comm, found.exe, ...found.keys!].map((span) => spanText(span!))
    expect(texts).toEqual(['pts0', 'cat', '/usr/bin/cat', 'k1', 'k2'])
    expect(spanText(found.contexts![0]!.subject!)).toBe('a:b:c')
  })

  it('leaves what is not wanted unset', () => {
    const { code, found } = extract([syscall], {})
    expect(code).toBe(0)
    expect({ ...found }).toEqual({ ...new SearchAttributes(), syscall: 257 })
  })
})

describe('failures (the codes of spec 01 §5.5)', () => {
  const dropped = (name: string) => syscall.replace(new RegExp(` ${name}=\\S+`), '')
  it.each<[what: string, record: string, wanted: Wanted, code: number]>([
    ['no arch', dropped('arch'), { arch: true }, 1],
    ['no arch, not asked for', dropped('arch'), {}, 0],
    ['no syscall', dropped('syscall'), {}, 4],
    ['cut in the syscall', 'SYSCALL arch=1 syscall=2', {}, 5],
    ['a huge syscall', 'SYSCALL syscall=18446744073709551616 a0=1 a1=2 x', {}, 6],
    ['cut in success', 'SYSCALL syscall=2 success=yes', { success: true }, 7],
    ['no exit', dropped('exit'), { exit: true }, 8],
    ['a huge exit', 'SYSCALL syscall=2 exit=9223372036854775808 a0=1 a1=2 x', { exit: true }, 10],
    ['no arguments', 'SYSCALL arch=1 syscall=2 pid=1', {}, 11],
    ['no second argument', 'SYSCALL arch=1 syscall=2 a0=1 pid=1', {}, 11],
    ['cut in an argument', 'SYSCALL arch=1 syscall=2 a0=1 a1=2', {}, 12],
    ['a wide argument', 'SYSCALL syscall=2 a0=1 a1=1ffffffffffffffff x', {}, 13],
    ['no pid', dropped('pid'), { pid: true }, 16],
    ['no auid', dropped('auid'), { auid: true }, 19],
    ['no uid of its own', dropped('uid').replace(/ (e|s|fs)uid=\d+/g, ''), { uid: true }, 22],
    ['no comm', dropped('comm'), { comm: true }, 38],
    ['no exe', dropped('exe'), { exe: true }, 40],
    ['cut in the subject', syscall.replace(/ key=.*/, ''), { subject: true }, 41],
    ['a key without its quote', syscall.replace(/ key=.*/, ' key="k'), { key: true }, 44],
    ['a key that is no text', syscall.replace(/ key=.*/, ' key=z'), { key: true }, 45],
    ['an operation without a number', 'URINGOP success=yes', {}, 4],
    ['cwd without its quote', 'CWD cwd="/home', { file: true }, 1],
    ['a path that is no text', 'PATH item=0 name=x inode=1', { file: true }, 4],
    ['a path cut in its digits', 'PATH item=0 name=2F', { file: true }, 5],
    ['AVC_PATH without a path', 'AVC_PATH dev=sda', { file: true }, 1],
    ['a decision without its end', 'AVC avc:  denied  { read for pid=1', {}, 2],
    ['AppArmor', 'AVC apparmor="DENIED" operation="open" pid=5 comm="x" name="/y"', {}, 9],
    ['a decision without comm', 'AVC avc:  denied  { read } for pid=1 tclass=file', { comm: true }, 5],
    ['a user message without pid', "USER_AUTH msg='op=x'", { pid: true }, 1],
    ['a host at the end', "USER_AUTH pid=1 msg='hostname=h'", { host: true }, 17],
    ['a terminal at the end', "USER_AUTH pid=1 msg='terminal=x'", { terminal: true }, 19],
    ['a result without its quote', "USER_AUTH pid=1 msg='res=success", { success: true }, 21],
    ['an old result without its end', "USER_AUTH pid=1 msg='result=Success'", { success: true }, 22],
    ['an odd second uid', "USER_AUTH uid=0 msg='xuid=5'", { uid: true }, 25],
    ['the same in USER_AVC', "USER_AVC uid=0 msg='avc:  denied  { x } xuid=5'", { uid: true }, 0],
    ['a uuid of nothing', "VIRT_CONTROL msg='uuid= x'", { uuid: true }, 24],
    ['a login without auid', 'LOGIN pid=1 uid=0', { auid: true }, 7],
    ['a login without session', 'LOGIN pid=1 uid=0 auid=5', { session: true }, 14],
    ['pid before auid', 'DAEMON_START pid=5 auid=0 res=success', { auid: true, pid: true }, 4],
    ['an empty daemon result', 'DAEMON_START auid=0 res= x', { success: true }, 12],
    ['a policy load without auid', 'MAC_POLICY_LOAD policy loaded', { auid: true }, 1],
    ['a rule change without auid', 'CONFIG_CHANGE op=x', { auid: true }, 0],
    ['SECCOMP without exe', 'SECCOMP auid=1 pid=1 comm="x" sig=31', { exe: true }, 14],
    ['ANOM_ABEND without exe', 'ANOM_ABEND auid=1 pid=1 comm="x" sig=31', { exe: true }, 0],
    ['SECCOMP without arch', 'SECCOMP auid=1 sig=31', {}, 0],
    ['SECCOMP with arch alone', 'SECCOMP auid=1 arch=c000003e code=0', {}, 17],
    ['an integrity check cut in pid', 'INTEGRITY_DATA pid=5', {}, 1],
    ['a packet filter without pid', 'NETFILTER_CFG table=x', { pid: true }, 54],
    ['a type without procedure', 'EXECVE argc=1', everything, 0],
  ])('%s', (_what, record, wanted, code) => {
    expect(extract([record], wanted).code).toBe(code)
  })
})

describe('values that depend on where the search stands', () => {
  it.each<[record: string, wanted: Wanted, found: Partial<SearchAttributes>]>([
    // Without AUID the first uid= is the one inside auid= (a quirk).
    ['ANOM_ABEND auid=1000 uid=0 gid=0 ses=5 x', { uid: true }, { uid: 1000 }],
    ['ANOM_ABEND auid=1000 uid=0 gid=0 ses=5 x', { uid: true, auid: true }, { uid: 0, auid: 1000 }],
    ['TTY tty pid=5 uid=1000 auid=1000 ses=7 x', { uid: true }, { uid: 0, namedUid: 0 }],
    ["USER_AUTH pid=1 uid=0 auid=5 msg='op=x uid=1000 x'", { uid: true }, { uid: 1000 }],
    ["USER_AUTH pid=1 uid=0 auid=5 msg='op=x suid=9 uid=1000 x'", { uid: true }, { uid: 0 }],
    ["ADD_GROUP pid=1 gid=7 msg='op=x id=1000 x'", { gid: true }, { gid: 1000 }],
    ["GRP_MGMT pid=1 msg='op=x gid=7 x'", { gid: true }, { gid: 7 }],
    ['DAEMON_START auid=5 pid=9 uid=0 res=success', { uidNumber: true }, { uid: 0, namedUid: undefined }],
    ["USER_AUTH msg='res=0'", { success: true }, { success: 1 }],
    ["USER_AUTH msg='res=failed'", { success: true }, { success: 0 }],
    ["USER_AUTH msg='(result=SUCCESS)'", { success: true }, { success: 1 }],
    ["USER_AUTH msg='(result=Failure)'", { success: true }, { success: 0 }],
    ['LOGIN pid=1 uid=0 auid=5 ses=2', { success: true }, { success: 1 }],
    [
      'LOGIN pid=1 uid=0 old auid=7 new auid=5 old ses=1 new ses=2',
      { auid: true, session: true },
      { auid: 5, session: 2 },
    ],
    ['CONFIG_CHANGE op=x', { success: true }, { success: 1 }],
    ['CONFIG_CHANGE op=x res=0', { success: true }, { success: 0 }],
    ['DAEMON_END auid=1 res=failed', { success: true }, { success: 0 }],
    ['URINGOP uring_op=18 ', {}, { syscall: 18, arch: 11 }],
    ['SECCOMP auid=1 arch=40000003 syscall=5 x', {}, { arch: 0x40000003, syscall: 5 }],
    [
      'NETFILTER_CFG table=x pid=7 ',
      { uid: true, auid: true, session: true },
      { uid: 0, auid: 4294967295, session: 4294967295 },
    ],
  ])('%s', (record, wanted, expected) => {
    const { code, found } = extract([record], wanted)
    expect(code).toBe(0)
    expect(found).toMatchObject(expected)
  })

  type Text = 'host' | 'terminal' | 'exe' | 'comm' | 'cwd' | 'vm' | 'uuid' | 'account'
  it.each<[record: string, wanted: Wanted, attribute: Text, text: string | undefined]>([
    ["USER_AUTH msg='hostname=h1, addr=10.0.0.1, terminal=ssh'", { host: true }, 'host', 'h1'],
    // The value ends at a comma anywhere later (a quirk).
    ["USER_AUTH msg='hostname=h1 addr=1.2.3.4 x=a,b'", { host: true }, 'host', 'h1 addr=1.2.3.4 x=a'],
    ["USER_AUTH msg='hostname=? addr=1.2.3.4 x'", { host: true }, 'host', '1.2.3.4'],
    ['DAEMON_ACCEPT addr=10.0.0.1:5000 x', { host: true }, 'host', '10.0.0.1'],
    ['NETFILTER_PKT saddr=10.0.0.1 daddr=1.2.3.4', { host: true }, 'host', '10.0.0.1'],
    ['SOCKADDR saddr=02000050C0A801010000000000000000', { host: true }, 'host', '192.168.1.1'],
    [
      'SOCKADDR saddr=0A00005000000000FE80000000000000000000000000000102000000',
      { host: true },
      'host',
      'fe80::1%2',
    ],
    ["USER_AUTH msg='terminal=pts/0 res=x'", { terminal: true }, 'terminal', 'pts/0'],
    ["USER_AUTH msg='(terminal=tty1)'", { terminal: true }, 'terminal', 'tty1'],
    ['NETFILTER_CFG table=x', { terminal: true }, 'terminal', '(none)'],
    ["USER_CMD msg='cwd=2F746D70 exe=/bin/x y'", { file: true }, 'cwd', '/tmp'],
    ["USER_CMD msg='exe=/bin/x y'", { exe: true }, 'exe', '/bin/x'],
    // What stands before the account is not seen (a quirk).
    ['USER_AUTH msg=\'exe="/x" acct="bob" y\'', { exe: true }, 'exe', undefined],
    ['USER_AUTH msg=\'acct="bob" exe="/x" y\'', { exe: true, account: true }, 'account', 'bob'],
    ["USER_AUTH msg='acct=626F62 y'", { account: true }, 'account', 'bob'],
    ['NETFILTER_CFG table=x', { exe: true }, 'exe', '(null)'],
    ['VIRT_CONTROL msg=\'vm="web" uuid=a-b:c\'', { vm: true, uuid: true }, 'vm', 'web'],
    ['VIRT_CONTROL msg=\'vm="web" uuid=a-b:c\'', { uuid: true }, 'uuid', 'a-b'],
    ['TTY pid=1 comm=(null) data=61', { comm: true }, 'comm', '(null)'],
    ['TTY pid=1 comm=616200 x', { comm: true }, 'comm', 'ab'],
    ['TTY pid=1 comm=616 x', { comm: true }, 'comm', 'a`'],
    ['TTY pid=1 comm=6 x', { comm: true }, 'comm', undefined],
  ])('%s: %s', (record, wanted, attribute, text) => {
    const { code, found } = extract([record], wanted)
    const span = found[attribute]
    expect([code, span && spanText(span)]).toEqual([0, text])
  })

  it('takes the name of a link-local address from its interface', () => {
    const run = createExtractor(
      { ...noSteps, host: true },
      { write: () => undefined, interfaceName: (index) => (index === 2 ? 'eth0' : undefined) },
    )
    const found = new SearchAttributes()
    const reader = new LogReader({
      sink(event) {
        run(event, found)
        return true
      },
    })
    const address = '0A00005000000000FE80000000000000000000000000000102000000'
    reader.push(latin1Bytes(`type=SOCKADDR msg=audit(1700000000.100:1): saddr=${address}\n`))
    reader.end()
    expect(spanText(found.host!)).toBe('fe80::1%eth0')
  })
})

describe('file names', () => {
  it.each<[records: string[], names: string[]]>([
    [['CWD cwd="/home/bob"', 'PATH item=0 name="./a" inode=1'], ['/home/bob/./a']],
    [['CWD cwd="/home/bob"', 'PATH item=0 name="../a" inode=1'], ['/home/bob/../a']],
    [['CWD cwd="/home/bob"', 'PATH item=0 name="a/b" inode=1'], ['a/b']],
    [['CWD cwd="/one"', 'CWD cwd="/two"', 'PATH item=0 name="./a" inode=1'], ['/one/./a']],
    [['CWD cwd="/home"', 'PATH item=0 name=2E2F612062 inode=1'], ['/home/./a b']],
    [
      ['PATH item=0 name=(null) inode=1', 'PATH item=1 name=00612062 inode=2'],
      ['(null)', 'a b'],
    ],
    [['AVC avc:  denied  { read } for pid=1 comm="x" path="/etc/x" tclass=file'], ['/etc/x']],
    [['CONFIG_CHANGE op="updated rules" path="/etc/x" key="k"'], ['/etc/x']],
    [['VIRT_RESOURCE msg=\'old-disk="?" new-disk="/img" x\''], ['/img']],
    [['SOCKADDR saddr=01002F746D702F7300'], ['/tmp/s']],
    [['SOCKADDR saddr=0100002F746D702F7300'], ['/tmp/s']],
    [['INTEGRITY_DATA pid=1 comm="x" name="/etc/x" dev=sda'], ['/etc/x']],
  ])('%s', (records, names) => {
    const { code, found } = extract(records, { file: true })
    expect(code).toBe(0)
    expect(found.files?.map(({ name }) => spanText(name))).toEqual(names)
  })

  it('keeps what follows the type of a path for the reports', () => {
    const { found } = extract(['PATH item=0 name="/a" inode=1 nametype=CREATE cap_fp=0'], { file: true })
    expect(spanText(found.files![0]!.tail!)).toBe('CREATE cap_fp=0')
  })
})

describe('what the extraction leaves behind', () => {
  it.each<[record: string, wanted: Wanted, ending: string]>([
    ['AVC avc:  denied  {read} for pid=1 tclass=file', {}, '{read  for pid=1 tclass=file'],
    ['AVC avc:  denied  { read } for pid=1 tclass=file', {}, '{ read } for pid=1 tclass=file'],
    ["USER_AUTH msg='(hostname=?, addr=?, terminal=tty1)'", { terminal: true }, "terminal=tty1 '"],
    ["USER_AUTH msg='(hostname=?, addr=?, terminal=tty1)'", {}, "terminal=tty1)'"],
  ])('%s', (record, wanted, ending) => {
    const { code, lines } = extract([record], wanted)
    expect(code).toBe(0)
    expect(lines[0]!.endsWith(ending)).toBe(true)
  })

  it.each<[record: string, wanted: Wanted, written: string]>([
    ['SOCKADDR saddr=02000050', { host: true }, 'sockaddr len too short\n'],
    ['SOCKADDR saddr=0A000050', { file: true }, 'sockaddr6 len too short\n'],
    ['SOCKADDR saddr=01002F', { file: true }, 'sun_path len too short (3)\n'],
    ['SOCKADDR saddr=02000050', { comm: true }, ''],
  ])('%s says %j', (record, wanted, expected) => {
    expect(extract([record], wanted).written).toBe(expected)
  })

  it('reports with debug what failed, up to the number that was too large', () => {
    const { written } = extract(['SYSCALL syscall=18446744073709551616 a0=1 a1=2 x'], {}, true)
    expect(written).toBe(
      'Malformed event skipped, rc=6. type=SYSCALL msg=audit(1700000000.100:1): syscall=18446744073709551616\n',
    )
  })

  it('reports with debug which types nobody reads', () => {
    expect(extract(['SOCKETCALL x'], {}, true).written).toBe('Unparsed type:1304\n - skipped')
    expect(extract(['EXECVE x'], {}, true).written).toBe('')
    expect(extract(['CWD cwd="/"'], {}, true).written).toBe('')
  })
})

describe('several records of one event (spec 01 §5.6)', () => {
  const avc = 'AVC avc:  denied  { read } for pid=1 comm="avc" scontext=s:t tcontext=o:t tclass=file'

  it('takes comm of an AVC only for an event without one, and the last otherwise', () => {
    const comm = (records: string[]) => spanText(extract(records, { comm: true }).found.comm!)
    expect(comm([syscall, avc])).toBe('cat')
    expect(comm([avc, syscall])).toBe('cat')
    expect(comm([avc])).toBe('avc')
  })

  it('takes the result of an AVC only for an event without one', () => {
    const success = (records: string[]) => extract(records, { success: true }).found.success
    expect(success([avc])).toBe(0)
    expect(success([syscall.replace('success=no', 'success=yes'), avc])).toBe(1)
  })

  it('forgets the host at a socket address', () => {
    const { found } = extract(['NETFILTER_PKT saddr=10.0.0.1 x', 'SOCKADDR saddr=0100002F746D702F73'], {
      host: true,
    })
    expect(found.host).toBeUndefined()
  })

  it('lets a listener fill only what is missing', () => {
    const { found } = extract(
      [syscall, 'NETFILTER_CFG pid=1 uid=2 ses=4 comm="nft" exe="/nft" x'],
      everything,
    )
    expect([found.pid, found.uid, found.session, spanText(found.comm!)]).toEqual([901, 1001, 3, 'cat'])
  })

  it('collects contexts', () => {
    const { found } = extract([syscall, avc], { subject: true, object: true })
    const texts = found.contexts!.map(({ subject, object }) =>
      [subject, object].map((span) => span && spanText(span)),
    )
    expect(texts).toEqual([
      ['a:b:c', undefined],
      ['s:t', 'o:t'],
    ])
  })
})
