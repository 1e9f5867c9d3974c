/** Users and groups asked for in several ways at once: the answers are those of the installed ausearch 3.0.9. */
import { noAccounts } from '@ts-audit/auparse'
import { LogReader } from '@ts-audit/log'
import { describe, expect, it } from 'vitest'
import type { Criteria } from './criteria.ts'
import { compileCriteria } from './matcher.ts'

const LOG = `type=USER_LOGIN msg=audit(1700000001.000:21): pid=1 uid=0 auid=4294967295 
type=USER_LOGIN msg=audit(1700000002.000:22): pid=1 uid=0 auid=0 
type=USER_LOGIN msg=audit(1700000003.000:23): pid=1 uid=0 
type=SYSCALL msg=audit(1700000003.000:24): syscall=321 a0=f a1=7 auid=5 uid=0 euid=0 suid=0
type=PATH msg=audit(1700000005.000:25): item=0
`

function serials(criteria: Criteria): number[] {
  const found: number[] = []
  const matcher = compileCriteria(criteria, { accounts: noAccounts, write: () => {} })
  const reader = new LogReader({
    sink: (event) => {
      if (matcher.matches(event)) found.push(event.serial)
      return true
    },
  })
  reader.push(Buffer.from(LOG))
  reader.end()
  return found
}

describe('the initial value of an id asks for nothing, but a field that must be there must be', () => {
  it.each<[commandLine: string, criteria: Criteria, serials: number[]]>([
    ['-ua 4294967295', { anyUid: { id: 4294967295 } }, [21, 22, 24, 25]],
    ['-ua 4294967295 -ui 0', { anyUid: { id: 4294967295 }, uid: { id: 0 } }, [21, 22, 24, 25]],
    ['-ua 4294967294', { anyUid: { id: 4294967294 } }, [21, 22, 23, 24, 25]],
    ['-ul -2', { auid: { id: 4294967294 } }, [21, 22, 23, 24, 25]],
    ['-ua 0 -ui 5', { anyUid: { id: 0 }, uid: { id: 5 } }, [22, 24]],
    ['-ga 0 -gi 4294967295', { anyGid: 0, gid: 4294967295 }, [21, 22, 23, 25]],
    ['-ga 4294967295', { anyGid: 4294967295 }, [21, 22, 23, 24, 25]],
    ['-gi 0 -ge 0', { gid: 0, egid: 0 }, []],
    ['-ga 0 -gi 5', { anyGid: 0, gid: 5 }, []],
  ])('%s', (_, criteria, expected) => {
    expect(serials(criteria)).toEqual(expected)
  })
})
