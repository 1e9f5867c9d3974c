import { type LogEvent, LogReader } from '@ts-audit/log'
import { describe, expect, it } from 'vitest'
import { accountsFromText } from '../accounts/accounts.ts'
import { createInterpretContext } from '../create-context.ts'
import { type NormalisedEvent, type NormalisedField, normaliseEvent } from './normalised-event.ts'

const accounts = accountsFromText('root:x:0:0::/root:/bin/sh\nzed:x:1000:1000::/home/zed:/bin/sh\n', '')
const context = createInterpretContext({ accounts })

function normalise(log: string, attributes = false): NormalisedEvent[] {
  const events: NormalisedEvent[] = []
  const sink = (event: LogEvent) => events.push(...normaliseEvent(event, context, { attributes })) >= 0
  const reader = new LogReader({ sink })
  reader.push(Uint8Array.from(log, (char) => char.charCodeAt(0)))
  reader.end()
  return events
}

const place = (field: NormalisedField | undefined) => field && `${field.record} ${field.name}`

describe('the verified example of the reference library (spec 06 §A10)', () => {
  const stamp = 'msg=audit(1700000001.100:901):'
  const log = [
    `type=SYSCALL ${stamp} arch=c000003e syscall=257 success=yes exit=3 a0=ffffff9c a1=7ffd a2=0 a3=0 items=1 ppid=10 pid=2001 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=3 comm="cat" exe="/usr/bin/cat" key="etc"`,
    `type=CWD ${stamp} cwd="/root"`,
    `type=PATH ${stamp} item=0 name="/etc/passwd" inode=131 dev=fd:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL`,
    `type=PROCTITLE ${stamp} proctitle=636174002F6574632F706173737764`,
    '',
  ].join('\n')
  const [event] = normalise(log, true)

  it('says what was done', () => {
    expect(event).toMatchObject({
      kind: 'audit-rule',
      action: 'opened-file',
      how: '/usr/bin/cat',
      success: true,
    })
    expect(event?.subject.kind).toBe('privileged-acct')
    expect(event?.object.kind).toBe('file')
  })

  it.each([
    ['session', event?.session, '0 ses'],
    ['primary subject', event?.subject.primary, '0 auid'],
    ['secondary subject', event?.subject.secondary, '0 uid'],
    ['primary object', event?.object.primary, '2 name'],
    ['secondary object', event?.object.secondary, '2 inode'],
    ['result', event?.result, '0 success'],
    ['key', event?.key, '0 key'],
  ])('finds the %s', (_name, field, expected) => expect(place(field)).toBe(expected))

  it('gathers attributes in order', () => {
    const names = event?.subject.attributes.map(({ name }) => name).join(' ')
    expect(names).toBe('ppid pid gid euid suid fsuid egid sgid fsgid tty')
    expect(event?.object.attributes.map(place)).toEqual([
      '1 cwd',
      '2 mode',
      '2 ouid',
      '2 ogid',
      '2 rdev',
      '2 nametype',
    ])
  })

  it('interprets', () => {
    expect(event?.subject.primary?.text).toBe('zed')
    expect(event?.object.primary).toMatchObject({ value: '"/etc/passwd"', text: '/etc/passwd' })
  })
})

/** Where the library ends an event (spec 04 §1.2), and which events it cannot normalise (spec 04 §10). */
describe('library events', () => {
  const record = (type: string) => `type=${type} msg=audit(1700000001.100:7): pid=1 uid=0 res=success\n`
  const syscall = 'type=SYSCALL msg=audit(1700000001.100:7): arch=c000003e syscall=257 a0=1 a1=2 uid=0\n'
  it.each([
    ['one', syscall + record('PROCTITLE'), [1300]],
    ['one, its EOE kept', syscall + record('EOE'), [1300]],
    ['one, a lone EOE dropped', syscall + record('PROCTITLE') + record('EOE'), [1300]],
    ['two', syscall + record('PROCTITLE') + record('CWD') + record('PATH'), [1300, 1307]],
    ['none', record('EOE'), []],
  ])('%s', (_name, log, types) => expect(normalise(log).map(({ type }) => type)).toEqual(types))

  it('cannot be normalised without a SYSCALL', () => {
    const [event] = normalise(record('CWD') + record('PATH'))
    expect(event).toMatchObject({ normalised: false, kind: undefined, action: undefined, type: 1307 })
  })

  it('reads nothing in second 0', () => {
    const [event] = normalise('type=USER_AUTH msg=audit(0.000:00007): pid=1 uid=0 auid=1000 res=success\n')
    expect(event).toMatchObject({ action: 'authenticated', session: undefined, result: undefined })
    expect(event?.subject.primary).toBeUndefined()
  })
})

it('keeps no state of hostile field names', () => {
  const log =
    'type=SYSCALL msg=audit(1700000001.100:7): arch=c000003e syscall=257 a0=1 a1=2 __proto__=1 constructor=2 key=(null)\n'
  const [event] = normalise(log, true)
  expect(event?.action).toBe('opened-file')
  expect(({} as Record<string, unknown>)['1']).toBeUndefined()
})

it('names no account but root where nobody says who they are', () => {
  const line =
    'type=USER_CMD msg=audit(1700000001.100:902): pid=1 uid=0 auid=1000 ses=3 cmd="id" res=success\n'
  const texts: unknown[] = []
  const sink = (event: LogEvent) => texts.push(normaliseEvent(event)[0]?.subject.primary?.text) > 0
  const reader = new LogReader({ sink })
  reader.push(new TextEncoder().encode(line + line.replace('auid=1000', 'auid=0').replace(':902', ':903')))
  reader.end()
  expect(texts).toEqual(['unknown(1000)', 'root'])
})
