/** Accounts from files, and when and how getent(1) is asked. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { directoryAccounts } from './directory-accounts.ts'
import { accountsFromFiles, systemAccounts, usesMoreThanFiles } from './system-accounts.ts'

const folder = mkdtempSync(join(tmpdir(), 'accounts-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('accounts of files', () => {
  const passwd = join(folder, 'passwd')
  const group = join(folder, 'group')
  writeFileSync(
    passwd,
    'alice:x:1000:1000::/home/alice:/bin/sh\nsecond:x:1000:1::/:\n# no entry\nbob:x:zz:1::/:\n',
  )
  writeFileSync(group, 'staff:x:50:alice,bob\n')
  const accounts = accountsFromFiles(passwd, group)

  test.each([
    ['the first name of an id', accounts.userName(1000), 'alice'],
    ['an id without a name', accounts.userName(50), undefined],
    ['a group', accounts.groupName(50), 'staff'],
    ['the id of a later name', accounts.userId('second'), 1000],
    ['a line that is no entry', accounts.userId('bob'), undefined],
    ['the id of a group', accounts.groupId('staff'), 50],
  ])('%s', (_what, found, expected) => expect(found).toBe(expected))

  test('a file that cannot be read is an error', () => {
    expect(() => accountsFromFiles(join(folder, 'none'), group)).toThrow(/ENOENT/)
  })

  test('this machine knows root', () => expect(systemAccounts().userId('root')).toBe(0))
})

describe('nsswitch.conf', () => {
  test.each([
    ['passwd: files\ngroup: files\n', false],
    ['passwd:         files systemd\n', true],
    ['passwd: files [NOTFOUND=return]\n', false],
    ['passwd: files # sss\n', false],
    ['group: sss\n', false],
    ['', false],
    ['passwd: files sss', true],
  ])('%j', (text, expected) => expect(usesMoreThanFiles(text, 'passwd')).toBe(expected))
})

describe('getent', () => {
  test('is asked once for an id, misses included', () => {
    const asked: string[] = []
    const accounts = directoryAccounts(undefined, (database, keys) => {
      asked.push(`${database} ${keys.join(' ')}`)
      return keys.includes('4711') ? 'ldapuser:*:4711:100::/:\n' : ''
    })
    const names = [4711, 4711, 4712, 4712].map((uid) => accounts.userName(uid))
    expect(names).toEqual(['ldapuser', 'ldapuser', undefined, undefined])
    expect(asked).toEqual(['passwd 4711', 'passwd 4712'])
  })

  test('is not asked any number of times', () => {
    let calls = 0
    const accounts = directoryAccounts(undefined, () => {
      calls++
      return ''
    })
    for (let uid = 100_000; uid < 101_000; uid++) accounts.userName(uid)
    expect(calls).toBe(64)
  })

  test('is asked once for all that are foreseen', () => {
    const asked: string[] = []
    let foreseen = [5001, 5002, 5001, 4711]
    const upcoming = {
      users: () => foreseen.splice(0),
      groups: () => [],
    }
    const accounts = directoryAccounts(upcoming, (database, keys) => {
      asked.push(`${database} ${keys.join(' ')}`)
      return 'first:*:5001:100::/:\nldapuser:*:4711:100::/:\n'
    })
    expect([4711, 5001, 5002, 4711].map((uid) => accounts.userName(uid))).toEqual([
      'ldapuser',
      'first',
      undefined,
      'ldapuser',
    ])
    foreseen = [5002, 5003]
    accounts.userName(6000)
    accounts.groupName(5003)
    expect(asked).toEqual(['passwd 4711 5001 5002', 'passwd 6000 5003', 'group 5003'])
  })
  test('is asked for any number of foreseen ids in few calls', () => {
    const sizes: number[] = []
    const all = Array.from({ length: 20_000 }, (_, index) => 100_000 + index)
    const foreseen = [...all]
    const upcoming = { users: () => foreseen.splice(0), groups: () => [] }
    const accounts = directoryAccounts(upcoming, (_database, keys) => {
      sizes.push(keys.length)
      return keys.map((key) => `u${key}:*:${key}:1::/:\n`).join('')
    })
    expect(all.filter((uid) => accounts.userName(uid) !== `u${uid}`)).toEqual([])
    expect(sizes).toEqual([8192, 8192, 3616])
  })
  test('is not asked for the id of a number', () => {
    const accounts = directoryAccounts(undefined, () => 'x:*:5:5::/:\n')
    expect(accounts.userId('5')).toBeUndefined()
  })
})
