/** When an event matches an expression. Expected values: spec 06 §B3 to §B5, and libauparse 3.0.9 where a test says so. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf } from '../../testing/log-events.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import type { InterpretContext } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import type { EscapeMode } from '../escape/escape-mode.ts'
import { compileExpression } from './compile-expression.ts'
import { parseExpression } from './parse-expression.ts'

/** Serials of the events of a log that meet an expression. */
function serials(log: string, text: string, context?: InterpretContext): number[] {
  const parsed = parseExpression(text)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  return eventsOf(log)
    .filter(compileExpression(parsed.expression, context))
    .map(({ serial }) => serial)
}

const ODD = `type=SYSCALL msg=audit(0.100:901): arch=c000003e syscall=257 auid=1000 uid=0 key="etc"
type=BOGUS msg=audit(5.100:902): arch=c000003e auid=unset uid=-1 gid=99999999999999999999999 ouid= 5
type=USER_AVC msg=audit(6.100:903): user pid=1 uid= euid=+5 suid=4294967296 fsuid=0x10 gid=7z
type=BPF msg=audit(7.100:904): prog-id=1 auid=4294967295
`

describe('odd values: the answers of libauparse 3.0.9', () => {
  test.each<[string, number[]]>([
    ['type r= SYSCALL', [901]],
    ['!type r= SYSCALL', [902, 903, 904]],
    ['uid i= root', [901]],
    ['auid == 0', [902]],
    ['auid !== 5', [901, 902, 904]],
    ['auid == 4294967295', [904]],
    ['uid == 4294967295', [902]],
    ['gid == 4294967295', [902]],
    ['gid == 7', [903]],
    ['euid == 5', [903]],
    ['suid == 0', [903]],
    ['fsuid == 0', [903]],
    ['\\record_type < 0', [902]],
    ['\\record_type !== 1300', [902, 903, 904]],
    ['\\record_type == 4294968596', [901]],
    ['\\record_type == bpf', [904]],
    ['\\timestamp == ts:0.100', [901]],
    ['\\timestamp_ex == ts:0.100:901', [901]],
    ['\\regexp ""', [901, 902, 903, 904]],
    ['\\timestamp i!= x', []],
    ['"" r= x', []],
  ])('%s', (text, expected) => expect(serials(ODD, text)).toEqual(expected))
})

describe('what a value is', () => {
  const enriched =
    'type=USER_LOGIN msg=audit(1.000:1): pid=1 auid=1000 res=success\x1dUID="root" AUID="zed"\n'
  test('names in the enrichment part come before local ones', () => {
    expect(serials(enriched, 'auid i= zed')).toEqual([1])
    expect(serials(enriched, 'auid r= 1000')).toEqual([1])
  })
  test('the enrichment part is no record text', () => {
    expect(serials(enriched, '\\regexp zed')).toEqual([])
    expect(serials(enriched, '\\regexp "success$"')).toEqual([1])
  })
  test('names come from the accounts of the context', () => {
    const log = 'type=USER_LOGIN msg=audit(1.000:1): pid=1 auid=1000\n'
    const context = createInterpretContext({ accounts: accountsFromText('alice:x:1000:1000::/:\n', '') })
    expect(serials(log, 'auid i= alice', context)).toEqual([1])
    expect(serials(log, 'auid i= "unknown(1000)"')).toEqual([1])
  })
  test.each<[EscapeMode, string]>([
    ['raw', 'a b'],
    ['tty', 'a b'],
    ['shell', 'a\\\\ b'],
  ])('escape mode %s', (mode, value) => {
    const log = 'type=PATH msg=audit(1.000:1): item=0 name=612062\n'
    expect(serials(log, `name i= "${value}"`, createInterpretContext({ escape: mode }))).toEqual([1])
  })
  test('an SELinux decision has its words as fields', () => {
    const log = 'type=AVC msg=audit(1.000:1): avc:  denied  { read write } for  pid=9\n'
    expect(serials(log, 'seresult r= denied && seperms r= "read,write"')).toEqual([1])
  })
  test('the first field of a name counts', () => {
    const log = 'type=USER_TTY msg=audit(1.000:1): a=1 a=2\n'
    expect(serials(log, 'a r= 1')).toEqual([1])
    expect(serials(log, 'a r= 2')).toEqual([])
  })
  test('seconds and serial numbers beyond 2^53 are compared exactly', () => {
    const log = 'type=USER msg=audit(9007199254740993.000:1): a=1\n'
    expect(serials(log, '\\timestamp == ts:9007199254740993.0')).toEqual([1])
    expect(serials(log, '\\timestamp > ts:9007199254740992.0')).toEqual([1])
  })
})

test('an expression is about one record, an event about any of its records', () => {
  const log = 'type=SYSCALL msg=audit(1.000:1): a=1\ntype=PATH msg=audit(1.000:1): b=2\n'
  expect(serials(log, 'a r= 1 && b r= 2')).toEqual([])
  expect(serials(log, 'a r= 1 || b r= 3')).toEqual([1])
  expect(serials(log, '!a r= 1')).toEqual([1])
})

test('the memory of the given context is not touched', () => {
  const context = createInterpretContext()
  context.memory.fanType = 1
  expect(serials('type=FANOTIFY msg=audit(1.000:1): fan_type=0\n', 'fan_type i= none', context)).toEqual([1])
  expect(context.memory.fanType).toBe(1)
})

test('no log makes an expression throw, and its negation is its opposite for a record', () => {
  const lines = fc.array(
    fc.constantFrom(
      ...[
        'type=AVC ',
        'type=SYSCALL ',
        'msg=audit(1.0:1): ',
        'node=n ',
        'uid=',
        'name=',
        '2F',
        '"',
        ' ',
        '\x1d',
        '{ ',
        '__proto__=1',
        '\xff',
      ],
    ),
    { maxLength: 60 },
  )
  const texts = [
    'uid < 5',
    'name i= x',
    '__proto__ r= 1',
    '\\regexp "(a|b)*$"',
    '\\record_type > 5',
    'constructor r!= ""',
  ]
  fc.assert(
    fc.property(lines, fc.constantFrom(...texts), (pieces, text) => {
      for (const event of eventsOf(`type=USER msg=audit(1.000:1): ${pieces.join('')}\n`)) {
        const [plain, negated] = [text, `!(${text})`].map((source) => {
          const parsed = parseExpression(source)
          return parsed.kind === 'expression' && compileExpression(parsed.expression)(event)
        })
        expect(plain).toBe(!negated)
      }
    }),
    { numRuns: 1000 },
  )
})

describe('hooks, whose meaning depends on a family that follows (spec 03 §4.30)', () => {
  const record = (serial: number, body: string) => `type=NETFILTER_CFG msg=audit(8.100:${serial}): ${body}\n`
  const log =
    record(1, 'hook=1 x=1') +
    record(1, 'family=3') +
    record(2, 'family=3') +
    record(2, 'hook=1 x=1') +
    record(3, 'hook=1 x=1') +
    record(3, 'x=1') +
    record(3, 'family=2') +
    record(3, 'family=3')

  test.each([
    ['hook i= OUTPUT', [1]],
    ['hook i= INPUT', [2, 3]],
  ])('%s', (text, found) => expect(serials(log, text)).toEqual(found))

  test('an event of many costs no more than many events', () => {
    expect(serials(record(1, 'hook=1 x=1').repeat(30_000), 'hook i= OUTPUT')).toEqual([])
  })
})
