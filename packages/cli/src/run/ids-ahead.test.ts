/** What is foreseen of the ids in a part of a log. */
import { expect, test } from 'vitest'
import { IdsAhead } from './ids-ahead.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test('ids of users and of groups are told once for each part', () => {
  const ids = new IdsAhead()
  expect([...ids.users(), ...ids.groups()]).toEqual([])
  ids.see(
    bytes('auid=4294967295 uid=1000 gid=50 ouid=1001 inode_gid=51 uid=1000 pid=7 uid=99999999999 sgid=x'),
  )
  expect([...ids.users()]).toEqual([1000, 1001])
  expect([...ids.groups()]).toEqual([50, 51])
  expect([...ids.users(), ...ids.groups()]).toEqual([])
  ids.see(bytes('uid=1000'))
  expect([...ids.users()]).toEqual([1000])
})
