import { unescapeC } from '@ts-audit/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { fixtureRows, onFullBuild } from '../../testing/fixture-rows.ts'
import { eventsOf } from '../../testing/log-events.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import { createInterpretContext } from '../create-context.ts'
import { interpretEvent } from './interpret-event.ts'

const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')

/** A log from its bytes to plain objects, in the form of the fixture. */
function libraryView(log: string): unknown[] {
  const context = createInterpretContext({ accounts })
  return eventsOf(log)
    .flatMap((event) => interpretEvent(event, context, 'cut'))
    .map(({ type, typeName, fields }) => [
      type,
      typeName ?? null,
      fields.map((field) => [field.name, field.value, field.typeName, field.text ?? null]),
    ])
}

describe('events are what the reference’s library makes of them', () => {
  test.each(fixtureRows('library-fields.tsv'))('%s', (log, expected) => {
    expect(libraryView(unescapeC(log!))).toEqual(JSON.parse(onFullBuild(log!, expected!)))
  })
})

test('values in quotes keep their blanks, in the record, in its message and in its enrichment', () => {
  // The logs of AppArmor, PAM and auditd that the library cuts; what they mean is what the programs wrote.
  const texts = (body: string) =>
    interpretEvent(eventsOf(`type=AVC msg=audit(1700000000.000:1): ${body}\n`)[0]!).map(({ fields }) =>
      fields.slice(1).map(({ name, text }) => [name, text]),
    )[0]
  expect(texts('apparmor="STATUS" info="AppArmor sha1 policy hashing enabled" pid=1')).toEqual([
    ['apparmor', 'STATUS'],
    ['info', 'AppArmor sha1 policy hashing enabled'],
    ['pid', '1'],
  ])
  expect(texts(`pid=1 msg='cmd="ls -l" acct="o'brien x" (exe="/a b", res=success)'`)).toEqual([
    ['pid', '1'],
    ['cmd', 'ls -l'],
    ['acct', "o'brien x"],
    ['exe', '/a b'],
    ['res', 'success'],
  ])
  expect(texts('auid=5 uid=6\x1dAUID="John Doe" UID="x"')).toEqual([
    ['auid', 'John Doe'],
    ['uid', 'x'],
  ])
  expect(texts('a="b c d=e')).toEqual([
    ['a', '"b'],
    ['d', 'e'],
  ])
})

test('a hook asks the records that follow for its family, and only those', () => {
  const record = (body: string) => `type=NETFILTER_CFG msg=audit(1700000000.000:1): ${body}\n`
  const [event] = eventsOf(
    record('family=2') + record('hook=1 x=1') + record('family=3') + record('hook=1 x=1'),
  )
  const texts = interpretEvent(event!).map(({ fields }) => fields[1]?.text)
  // The fixture has both texts: hook 1 is OUTPUT for arp (family 3), else INPUT.
  expect(texts).toEqual(['ipv4', 'OUTPUT', 'arp', 'INPUT'])
})

test('work grows with the number of records, whatever they ask of each other', () => {
  const record = 'type=NETFILTER_CFG msg=audit(1700000000.000:1): hook=1 x=1\n'
  const [event] = eventsOf(record.repeat(20_000))
  expect(interpretEvent(event!)).toHaveLength(20_000)
})
