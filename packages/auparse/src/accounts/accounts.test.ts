/** Names of users and groups from texts (spec 03 §4.1, §4.2; passwd(5), group(5)). */
import { describe, expect, test } from 'vitest'
import { accountsFromText, firstOf } from './accounts.ts'

const long = 'n'.repeat(80)
const members = (count: number) => Array.from({ length: count }, (_, n) => `m${n}`).join(',')
const accounts = accountsFromText(
  `alice:x:1000:1000::/:/bin/sh\n${long}:x:1001:1::/:\n__proto__:x:1002:1::/:\nbig:x:4294967296:1::/:\nshort:x\n`,
  `small:x:10:alice,bob\nlarge:x:11:${members(700)}\n`,
)

describe('accounts', () => {
  test.each([
    ['a user', accounts.userName(1000), 'alice'],
    ['a long name is cut', accounts.userName(1001), 'n'.repeat(63)],
    ['a long name is found whole', accounts.userId(long), 1001],
    ['a name of JavaScript', accounts.userId('__proto__'), 1002],
    ['no name of JavaScript', accounts.userId('constructor'), undefined],
    ['an id out of range', accounts.userId('big'), undefined],
    ['a small group', accounts.groupName(10), 'small'],
    ['a group too large for the reference', accounts.groupName(11), undefined],
    ['but it has an id', accounts.groupId('large'), 11],
  ])('%s', (_what, found, expected) => expect(found).toBe(expected))

  test('the first resolver that knows an answer gives it', () => {
    const other = accountsFromText('bob:x:1000:1::/:\ncarol:x:7:1::/:\n', '')
    const both = firstOf([accounts, other])
    expect([both.userName(1000), both.userName(7), both.userName(8)]).toEqual(['alice', 'carol', undefined])
  })

  /** As the C library of a Debian 12 machine read these lines, through the names that its ausearch -i printed. */
  test.each([
    [' lead:x:13:0:::', 13, 'lead'],
    ['nogid:x:15', 15, undefined],
    ['badgid:x:16:zz:::', 16, undefined],
    ['emptygid:x:17::::', 17, undefined],
    ['plus:x:+18:0:::', 18, 'plus'],
    ['space:x: 19:0:::', 19, 'space'],
    ['trailing:x:20 :0:::', 20, undefined],
    ['hex:x:0x13:0:::', 19, undefined],
    ['octal:x:010:0:::', 10, 'octal'],
    [':x:23:0:::', 23, ''],
    ['+nis:x:24:0:::', 24, undefined],
    ['-min:x:25:0:::', 25, undefined],
    ['#c:x:12:0:::', 12, undefined],
    ['noshell:x:14:0', 14, 'noshell'],
    ['extra:x:29:0:a:b:c:d:e', 29, 'extra'],
  ])('the passwd line %j names %i %j', (line, uid, name) => {
    expect(accountsFromText(`${line}\n`, '').userName(uid)).toBe(name)
  })

  test.each([
    [' lead:x:13:', 13, 'lead'],
    ['word:x:z:', 12, undefined],
    ['open::18:', 18, 'open'],
    ['plus:x:+19:', 19, 'plus'],
    ['space:x: 20:', 20, 'space'],
    ['#g:x:12:', 12, undefined],
    ['bare:x:11', 11, 'bare'],
  ])('the group line %j names %i %j', (line, gid, name) => {
    expect(accountsFromText('', `${line}\n`).groupName(gid)).toBe(name)
  })
})
