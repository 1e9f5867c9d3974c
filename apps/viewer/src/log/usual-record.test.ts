/** The short way through a record finds what the extraction of searches finds, or says that it does not know. */
import { createExtractor, SearchAttributes, spanText } from '@ts-audit/auparse/search'
import { type LogEvent, LogReader } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsualRecord, WANTED_STEPS } from './usual-record.ts'

function eventOf(line: string): LogEvent | undefined {
  const events: LogEvent[] = []
  const reader = new LogReader({ sink: (event) => events.push(event) > 0 })
  reader.push(Uint8Array.from(`${line}\n`, (character) => character.charCodeAt(0)))
  reader.end()
  return events[0]
}

const extract = createExtractor(WANTED_STEPS, { write: () => {} })

function extracted(event: LogEvent): unknown {
  const found = new SearchAttributes()
  extract(event, found)
  const { auid, success, exe, keys } = found
  return { auid, success, exe: exe && spanText(exe), keys: keys?.map(spanText) }
}

/** What the short way finds in the only record of an event; undefined where it does not know. */
function read(event: LogEvent): unknown {
  const [record] = event.records
  const usual = new UsualRecord()
  if (record === undefined || !usual.read(record)) return undefined
  const { auid, success, exeStart, exeEnd, keyStart, keyEnd } = usual
  return {
    auid,
    success,
    exe: latin1(record.bytes, exeStart, exeEnd),
    keys: keyStart < 0 ? undefined : [latin1(record.bytes, keyStart, keyEnd)],
  }
}

const STAMP = 'msg=audit(1700000000.134:1):'
const CALL =
  'arch=c000003e syscall=257 success=yes exit=3 a0=ffffff9c a1=7ffcc6fce0bb a2=be39c a3=6 items=1 ppid=411 pid=905 ' +
  'auid=1007 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts11 ses=5 comm="ssh" exe="/usr/bin/ssh" ' +
  'subj=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023 key="exec"'
const MESSAGE =
  "pid=982 uid=1008 auid=4294967295 ses=9 subj=system_u:system_r:sshd_t:s0-s0:c0.c1023 msg='op=PAM:session_close " +
  'grantors=pam_unix,pam_permit acct="dave" exe="/usr/sbin/sshd" hostname=10.1.218.37 addr=10.1.218.37 terminal=ssh res=success\''

describe('usual records', () => {
  it.each([
    ['a system call', `type=SYSCALL ${STAMP} ${CALL}`],
    ['of a node', `node=one type=SYSCALL ${STAMP} ${CALL}`],
    [
      'that failed, without a key',
      `type=SYSCALL ${STAMP} ${CALL}`.replace('=yes', '=no').replace('"exec"', '(null)'),
    ],
    ['that is enriched', `type=SYSCALL ${STAMP} ${CALL}\x1dARCH=x86_64 AUID="auid=0" key="other"`],
    ['a message', `type=USER_END ${STAMP} ${MESSAGE}`],
    ['that failed', `type=USER_AUTH ${STAMP} ${MESSAGE}`.replace('res=success', 'res=failed')],
    ['without an account', `type=SERVICE_START ${STAMP} ${MESSAGE}`.replace('acct="dave"', 'comm="systemd"')],
  ])('%s', (_, line) => {
    const event = eventOf(line) as LogEvent
    expect(read(event)).toBeDefined()
    expect(read(event)).toEqual(extracted(event))
  })
})

/** Of these at least one in twenty is usual. */
const RUNS = 3000
const ODD = [
  ...[
    '',
    ' ',
    'word',
    '"',
    "'",
    '=',
    'auid=',
    'auid=1',
    'auid=x',
    'auid=99999999999',
    'auid=99999999999999999999',
  ],
  ...[
    'loginuid=3',
    'xauid=4',
    'exe=2F62696E',
    'exe=?',
    'exe="',
    'exe=""',
    'exe="a" x',
    'exe="a=b"',
    'nexe="c"',
    'exe=(null)',
  ],
  ...[
    'key=',
    'key=""',
    'key="a=b"',
    'key=6B01',
    'key=(null)',
    'key=(null',
    'monkey="d"',
    'key="res=1"',
    'key="e" ',
  ],
  ...[
    'res=0',
    'res=1',
    'res=failed',
    "res=failed'",
    "res=success'x'",
    'fires=1',
    'result=failed)',
    'acct=root',
    'acct="x y"',
  ],
  ...[
    'acct="exe="',
    "msg='",
    "msg='op=x",
    'comm="exe=x"',
    'comm="a b"',
    'success=no',
    'success=',
    'syscall=',
    'a0=zz',
    'tty=auid=7',
  ],
]

/** Fields of a usual record, of which some were left out, doubled, moved or made odd. */
const changedFields = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(40),
        odd: fc.constantFrom(...ODD),
        how: fc.constantFrom('insert', 'replace', 'remove', 'move', 'append'),
      }),
      { maxLength: 3 },
    )
    .map((changes) => {
      const fields = text.split(' ')
      for (const { at, odd, how } of changes) {
        const place = at % (fields.length + 1)
        if (how === 'insert') fields.splice(place, 0, odd)
        else if (how === 'replace') fields.splice(place, 1, odd)
        else if (how === 'append') fields[place] = `${fields[place] ?? ''}${odd}`
        else {
          const [taken] = fields.splice(place, 1)
          if (how === 'move' && taken !== undefined) fields.splice(at % 7, 0, taken)
        }
      }
      return fields.join(' ')
    })

const lines = fc
  .tuple(
    fc.constantFrom('', '', '', 'node=one ', 'node=auid=5 ', 'node=exe="n" ', 'node= '),
    fc.oneof(
      fc.tuple(fc.constantFrom('SYSCALL', 'SYSCALL', 'URINGOP', 'UNKNOWN[1300]'), changedFields(CALL)),
      fc.tuple(
        fc.constantFrom(
          'USER_END',
          'CRED_ACQ',
          'USER_AVC',
          'ADD_GROUP',
          'VIRT_MACHINE_ID',
          'LOGIN',
          'USER',
          'GRP_MGMT',
        ),
        changedFields(MESSAGE),
      ),
      fc.tuple(fc.constantFrom('SYSCALL', 'USER_CMD'), fc.string()),
    ),
    fc.constantFrom('', '', '\x1dUID="root" auid=9', ' '),
  )
  .map(([node, [type, fields], ending]) =>
    `${node}type=${type} ${STAMP} ${fields}${ending}`.replaceAll('\n', ' '),
  )

it('finds what the extraction of searches finds', () => {
  let known = 0
  fc.assert(
    fc.property(lines, (line) => {
      const event = eventOf(line)
      const found = event && read(event)
      if (event === undefined || found === undefined) return
      known++
      expect(found, line).toEqual(extracted(event))
    }),
    { numRuns: RUNS },
  )
  expect(known).toBeGreaterThan(RUNS / 20)
})
