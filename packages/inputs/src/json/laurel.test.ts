// JSON of laurel: samples, and logs written by an independent writer and read back.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inputForms } from '../input-forms.ts'
import { fixture, fixtureLogs, linesOf, recordsOf, sharedLogs } from '../testing/fixtures.ts'
import { type LaurelVersion, laurelEvents } from '../testing/laurel-writer.ts'
import { type ReadWith, readWith } from '../testing/read-with.ts'

const read = (text: string, size?: number): ReadWith => readWith(inputForms, text, size)
const losses = ({ sources }: ReadWith): string[] => sources.flatMap((source) => [...source.losses])

function unreadOf(read: ReadWith): Record<string, number> {
  return Object.fromEntries(read.sources.flatMap(({ unread }) => [...unread]))
}

describe.each([1 << 16, 61, 1])('in chunks of %d bytes', (size) => {
  test('the sample of 0.8', () => {
    const result = read(fixture('inputs/laurel/laurel-0.8.jsonl'), size)
    expect(result.records).toEqual(linesOf(fixture('inputs/laurel/laurel-0.8.expected.log')))
    expect(losses(result)).toEqual(['blanks-lost'])
  })

  test('the sample of 0.5, whose program ids are no numbers', () => {
    const result = read(fixture('inputs/laurel/laurel-0.5-prog-id.jsonl'), size)
    expect(result.records).toEqual(linesOf(fixture('inputs/laurel/laurel-0.5-prog-id.expected.log')))
    expect(losses(result)).toEqual(['blanks-lost', 'ambiguous-prog-id'])
  })
})

/** What comes back otherwise than it was, each with the reason why it must. */
const lost: readonly (readonly [why: string, isSo: (line: string, version: LaurelVersion) => boolean])[] = [
  ['blanks are lost', (line) => / {2}|msg=' /.test(line)],
  ['the records of a long EXECVE were merged', (line) => line.includes('type=EXECVE ')],
  [
    'two digits from 30 to 39 look like one',
    (line) => /=3\d( |$)/.test(line) && /type=(FD_PAIR|TIME_ADJNTPVAL) /.test(line),
  ],
  ['and so do program ids', (line, version) => version === '0.5' && / prog-id=3\d /.test(line)],
  ['the line was torn', (line) => /^.+type=SYSCALL msg=/.test(line)],
]

describe.each<LaurelVersion>(['0.8', '0.5'])('a log, written as laurel %s does, comes back', (version) => {
  // The larger logs have what the fixtures have, and more.
  const isWhole = sharedLogs().length > 0
  let allLines = 0
  let allChanged = 0
  test.each(isWhole ? sharedLogs() : fixtureLogs())('%s', (_, log) => {
    const lines = recordsOf(log)
    const result = read(laurelEvents(lines.join('\n'), version).join('\n'), 1 << 16)
    const back = new Map<string, number>()
    for (const line of result.records) back.set(line, (back.get(line) ?? 0) + 1)
    const changed = lines.filter((line) => {
      const count = back.get(line) ?? 0
      back.set(line, count - 1)
      return count <= 0
    })
    expect(changed.filter((line) => !lost.some(([, isSo]) => isSo(line, version)))).toEqual([])
    // The fixtures are cut from them: a part may hold more than its share of what is lost.
    if (version === '0.8' && isWhole) expect(1 - changed.length / lines.length).toBeGreaterThanOrEqual(0.9945)
    expect(unreadOf(result)).toEqual({})
    allLines += lines.length
    allChanged += changed.length
  })

  test.runIf(version === '0.8')('as much of all logs together as was measured', () => {
    expect(allLines).toBeGreaterThan(0)
    expect(1 - allChanged / allLines).toBeGreaterThanOrEqual(0.9945)
  })
})

const event = (records: string) => `{"ID":"1.002:7",${records}}\n`
const line = (record: string) => `type=${record.replace(' ', ' msg=audit(1.002:7): ')}`

test.each<[what: string, json: string, records: readonly string[]]>([
  [
    'an empty value',
    event('"CONFIG_CHANGE":[{"op":null,"key":null}]'),
    [line('CONFIG_CHANGE op= key=(null)')],
  ],
  [
    'no value in a message',
    event('"USER_ACCT":{"pid":1,"msg":{"acct":null,"op":null}}'),
    [line("USER_ACCT pid=1 msg='acct=? op='")],
  ],
  [
    'a message as it was',
    event(`"USER_ACCT":{"pid":1,"msg":"op=a  acct=\\"x%0a\\""}`),
    [line(`USER_ACCT pid=1 msg='op=a  acct="x "'`)],
  ],
  [
    'numbers in a message',
    event('"ADD_USER":{"msg":{"id":"%10%00","op":"adding user","uid":"12"}}'),
    [line("ADD_USER msg='id=1000 op=adding user uid=3132'")],
  ],
  [
    'capabilities',
    event('"CAPSET":[{"pid":1,"cap_pi":"0x0","cap_pp":"0x1ffffffffff"}]'),
    [line('CAPSET pid=1 cap_pi=0 cap_pp=000001ffffffffff')],
  ],
  [
    'prefixes that stay',
    event('"SECCOMP":[{"ip":"0x7f1","code":"0x80000000","flags":"0x2"}]'),
    [line('SECCOMP ip=0x7f1 code=0x80000000 flags=0x2')],
  ],
  ['octal', event('"IPC":[{"mode":"0o600"},{"mode":"0o0"}]'), [line('IPC mode=0600'), line('IPC mode=0')]],
  ['an address', event('"SOCKADDR":[{"saddr":"AB%00"}]'), [line('SOCKADDR saddr=414200')]],
  [
    'text in hexadecimal',
    event('"EXECVE":{"argc":4,"ARGV":["a b","\\"","%c3%a4","%25"]}'),
    [line('EXECVE argc=4 a0=612062 a1=22 a2=C3A4 a3="%"')],
  ],
  [
    'arguments that were left out',
    event('"EXECVE":{"argc":5,"ARGV":["a",{"skipped_args":3,"skipped_bytes":9},"e"]}'),
    [line('EXECVE argc=5 a0="a" a4="e"')],
  ],
  [
    'AppArmor',
    event('"AVC":[{"apparmor":"DENIED","operation":"open","pid":1}]'),
    [line('AVC apparmor="DENIED" operation="open" pid=1')],
  ],
  [
    'a grant',
    event('"AVC":[{"pid":1,"dev":"sda1","granted":["read"]}]'),
    [line('AVC avc:  granted  { read } for  pid=1 dev="sda1"')],
  ],
  [
    'an AVC of a program',
    event('"USER_AVC":{"pid":1,"msg":{"tclass":"dbus","denied":["send_msg"]}}'),
    [line("USER_AVC pid=1 msg='avc:  denied  { send_msg } for  tclass=dbus'")],
  ],
  ['netlabel', event('"MAC_MAP_ADD":[{"netlabel":null,"auid":0}]'), [line('MAC_MAP_ADD netlabel: auid=0')]],
  ['a terminal', event('"TTY":[{"pid":1,"data":"a%0d"}]'), [line('TTY tty pid=1 data=610D')]],
  ['repeated keys', event('"SYSCALL":{"uid":0,"uid":1,"items":0}'), [line('SYSCALL uid=0 uid=1 items=0')]],
  [
    'what laurel adds',
    event('"CWD":{"cwd":"/","OUID":"root"},"PARENT_INFO":{"comm":"x"},"LABELS":["a"]'),
    [`${line('CWD cwd="/"')}\x1dOUID="root"`],
  ],
  ['a type without a name', event('"UNKNOWN[4711]":[{"a":"x"}]'), [line('UNKNOWN[4711] a=x')]],
  ['an end of event', event('"CWD":{"cwd":"/"},"EOE":{}'), [line('CWD cwd="/"')]],
  ['a node', `{"ID":"1.002:7","NODE":"web1","CWD":{"cwd":"/"}}\n`, [`node=web1 ${line('CWD cwd="/"')}`]],
])('%s', (_, json, records) => {
  const result = read(json)
  expect(result.records).toEqual(records)
  expect(unreadOf(result)).toEqual({})
})

test.each([
  '{"ID":"1.002:7"}',
  '{"ID":"x","CWD":{"cwd":"/"}}',
  '{"CWD":{"cwd":"/"},"ID":"1.002:7"}',
  '{"ID":"1.002:7","name":{"a":1}}',
  '{"ID":1,"CWD":{"cwd":"/"}}',
])('%s is none of laurel', (json) => {
  const result = read(`${json}\n`)
  expect(result.records).toEqual([])
  expect(unreadOf(result)).toEqual({ 'without-text': 1 })
})

test.each<[json: string, unread: Record<string, number>]>([
  [event('"CWD":1,"EXECVE":{"argc":1,"ARGV_STR":"a"},"PATH":[1]'), { malformed: 2, 'joined-arguments': 1 }],
])('what cannot be written anew is counted', (json, unread) => {
  const result = read(json)
  expect(result.records).toEqual([])
  expect(unreadOf(result)).toEqual(unread)
})

test('a merged EXECVE is told', () => {
  const long = read(event(`"EXECVE":{"argc":2,"ARGV":["a","${'b'.repeat(8000)}"]}`))
  expect(losses(long)).toContain('execve-merged')
})

test('a record stays one line, whatever is in it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (fields, node) => {
      const json = JSON.stringify({ ID: '1.002:7', NODE: node, USER_ACCT: { ...fields, msg: fields } })
      const { records } = read(`${Buffer.from(json).toString('latin1')}\n`)
      expect(records).toHaveLength(1)
    }),
  )
})
