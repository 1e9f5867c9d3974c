// What bytes tell of numbers and results chooses no event less: a reader that knows it gives all that match, and all that are
// counted as unreadable, however fields are spelled.
import { noAccounts } from '@ts-audit/auparse'
import { type LogEvent, LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Criteria } from './criteria.ts'
import { compileCriteria } from './matcher.ts'

function search(log: Uint8Array, criteria: Criteria, lenient: boolean, isTold: boolean) {
  const found: string[] = []
  let given = 0
  const matcher = compileCriteria(criteria, {
    accounts: noAccounts,
    write: () => {},
    lenient,
    preselected: isTold,
  })
  const sink = (event: LogEvent): boolean => {
    given++
    if (matcher.matches(event)) found.push(`${event.seconds}:${event.serial} ${event.records.length}`)
    return true
  }
  const reader = new LogReader({ sink, interest: isTold ? matcher.interest : undefined })
  reader.push(log)
  reader.end()
  const { count, first, types } = matcher.skipped
  return { given, result: { found, skipped: { count, first, types } } }
}

const NAMES =
  'pid ppid uid auid loginuid euid gid egid id ses exit syscall uring_op success res result'.split(' ')
const name = fc.constantFrom(...NAMES)
const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0', '1', '7', '77', '1000', '-13', 'yes', 'no') },
  fc.constantFrom(
    '007',
    '+7',
    '-7',
    '-0',
    '-1',
    '0x7',
    '\t7',
    '7a',
    '7,',
    '',
    ' 7',
    '4294967295',
    '4294967303',
  ),
  fc.constantFrom(
    '18446744073709551623',
    '999999999',
    "success'",
    "failed'",
    'success)',
    '?',
    '"7"',
    'yes,',
    'n',
  ),
)
const field = fc
  .tuple(fc.constantFrom(' ', ' ', ' ', ' ', 'x', "'", '\x1d', '(', ''), name, value)
  .map(([before, label, text]) => `${before}${label}=${text}`)
/** As the kernel writes it, with some of its fields spelled otherwise or left out. */
const call = fc
  .array(fc.tuple(fc.nat(17), fc.oneof(field, fc.constant(''))), { maxLength: 2 })
  .chain((changes) =>
    fc.tuple(fc.constantFrom('0', '1', '7', '1000'), fc.constantFrom('yes', 'no')).map(([id, answer]) => {
      const fields = [
        ...[' arch=c000003e', ' syscall=7', ` success=${answer}`, ' exit=-13', ' a0=1', ' a1=2', ' items=0'],
        ...[
          ' ppid=1',
          ` pid=${id}`,
          ` auid=${id}`,
          ' uid=1000',
          ' gid=7',
          ' euid=7',
          ' suid=0',
          ' egid=77',
          ' tty=a',
        ],
        ...[' ses=7', ' comm="a" exe="/a" key=(null)'],
      ]
      for (const [at, text] of changes) fields[at] = text
      return fields.join('')
    }),
  )
const user = fc
  .tuple(
    fc.constantFrom('1', '7'),
    fc.array(field, { maxLength: 2 }),
    fc.constantFrom("success'", "failed'", '1', "no'"),
  )
  .map(([id, odd, result]) => ` pid=${id} uid=0 auid=${id} ses=7 msg='op=a${odd.join('')} res=${result}`)
const body = fc.oneof(
  { weight: 3, arbitrary: call },
  user,
  fc.array(field, { maxLength: 6 }).map((fields) => fields.join('')),
  fc.constantFrom(
    'avc:  denied  { pid=7} for pid=7 tclass=file',
    ' avc:  granted  { read } for  pid=1 tclass=a ',
  ),
)
const type = fc.constantFrom(
  ...[
    'SYSCALL',
    'SYSCALL',
    'SYSCALL',
    'USER_LOGIN',
    'LOGIN',
    'CONFIG_CHANGE',
    'DAEMON_START',
    'AVC',
    'USER_AVC',
  ],
  ...[
    'URINGOP',
    'SECCOMP',
    'NETFILTER_CFG',
    'EVENT_LISTENER',
    'INTEGRITY_DATA',
    'TTY',
    'ADD_GROUP',
    'GRP_MGMT',
  ],
  ...['ANOM_ABEND', 'MAC_STATUS', 'PATH', 'CWD', 'BPF', 'ANOM_LINK', 'ANOM_PROMISCUOUS', 'UNHEARD_OF'],
)
const log = fc
  .array(fc.tuple(fc.nat(30), type, body, fc.constantFrom('\n', '\n', '\n', ' \n', '')), {
    minLength: 1,
    maxLength: 40,
  })
  .map((lines) =>
    lines
      .sort(([one], [other]) => one - other)
      .map(([serial, word, text, end]) => `type=${word} msg=audit(1700000000.007:${serial}):${text}${end}`)
      .join(''),
  )
  .map((text) => Buffer.from(text, 'latin1'))
const number = fc.constantFrom(0, 1, 7, 77, 1000, 999999999, 4294967295)
const id = number.map((wanted) => ({ id: wanted }))
const criteria = fc
  .record(
    {
      serial: fc.nat(20),
      pid: fc.constantFrom(-1, -7, 0, 1, 7, 1000),
      ppid: fc.constantFrom(-1, 1, 7),
      uid: fc.oneof(id, fc.constant({ name: 'root' })),
      euid: id,
      auid: id,
      anyUid: id,
      gid: number,
      egid: number,
      anyGid: number,
      session: number,
      exit: fc.constantFrom(-13n, 0n, 7n, 18446744073709551623n),
      syscall: fc.constantFrom(0, 1, 7),
      success: fc.boolean(),
    } satisfies Partial<Record<keyof Criteria, unknown>>,
    { requiredKeys: [] },
  )
  // Few events meet many.
  .chain((all) => fc.subarray(Object.entries(all), { minLength: 0, maxLength: 2 }))
  .map((chosen): Criteria => Object.fromEntries(chosen))

it('gives all events that match, and all that cannot be read', () => {
  const seen = { matched: 0, skipped: 0, notGiven: 0 }
  fc.assert(
    fc.property(log, criteria, fc.boolean(), (bytes, asked, lenient) => {
      const all = search(bytes, asked, lenient, false)
      const told = search(bytes, asked, lenient, true)
      expect(told.result).toEqual(all.result)
      seen.matched += all.result.found.length
      seen.skipped += all.result.skipped.count
      seen.notGiven += all.given - told.given
    }),
    { numRuns: 800 },
  )
  expect(Math.min(seen.matched, seen.skipped, seen.notGiven)).toBeGreaterThan(200)
})

it('takes what looks like a result in a name for one, as the reference does', () => {
  const call = (serial: number, success: string, comm: string) =>
    `type=SYSCALL msg=audit(1700000000.007:${serial}): arch=c000003e syscall=59 success=${success} exit=0 a0=1 a1=2 items=0 ppid=1 pid=7 auid=7 uid=7 comm="${comm}" exe="/a" key=(null)\n`
  const lines = [call(1, 'yes', 'res=0'), call(2, 'yes', 'b'), call(3, 'no', 'res=1'), call(4, 'no', 'b')]
  const { result } = search(Buffer.from(lines.join('')), { success: false }, false, true)
  expect(result.found).toEqual(['1700000000:1 1', '1700000000:4 1'])
})
