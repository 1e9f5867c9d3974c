import { noAccounts } from '@ts-audit/auparse'
import { LogReader } from '@ts-audit/log'
import { describe, expect, it } from 'vitest'
import { parseEventIds } from './event-ids.ts'
import { compileCriteria } from './matcher.ts'

/** Two boots and two nodes with the same serial numbers. */
const LOG = `type=BPF msg=audit(1700000001.200:177): prog-id=1 op=LOAD
type=BPF msg=audit(1700000001.200:178): prog-id=2 op=LOAD
type=BPF msg=audit(1700009001.200:177): prog-id=3 op=LOAD
type=BPF msg=audit(1700009001.201:177): prog-id=4 op=LOAD
node=web type=BPF msg=audit(1700009001.200:177): prog-id=5 op=LOAD
node=a/b type=BPF msg=audit(1700009001.200:179): prog-id=6 op=LOAD
`

function found(list: string): string[] {
  const ids: string[] = []
  const matcher = compileCriteria(
    { events: parseEventIds(list) ?? [] },
    { accounts: noAccounts, write: () => {} },
  )
  const reader = new LogReader({
    sink: (event) => {
      const { node = '', seconds, milliseconds, serial } = event
      if (matcher.matches(event)) ids.push(`${node}/${seconds}.${milliseconds}:${serial}`)
      return true
    },
  })
  reader.push(Buffer.from(LOG))
  reader.end()
  // Events of several nodes come in the order in which they are complete.
  return ids.sort()
}

describe('events by id', () => {
  it.each<[list: string, ids: string[]]>([
    ['1700000001.200:177', ['/1700000001.200:177']],
    ['1700009001.200:177', ['/1700009001.200:177', 'web/1700009001.200:177']],
    ['web/1700009001.200:177', ['web/1700009001.200:177']],
    ['web/177', ['web/1700009001.200:177']],
    ['a/b/1700009001.200:179', ['a/b/1700009001.200:179']],
    ['178,1700009001.201:177', ['/1700000001.200:178', '/1700009001.201:177']],
    ['1700000001.201:177,other/177', []],
  ])('%s', (list, ids) => {
    expect(found(list)).toEqual(ids)
  })

  it.each(['', '1,', 'x', '1700000001.200', '1700000001.20:177', '/177', '4294967296', '1:177', 'web/'])(
    'no id: %j',
    (list) => {
      expect(parseEventIds(list)).toBeUndefined()
    },
  )
})
