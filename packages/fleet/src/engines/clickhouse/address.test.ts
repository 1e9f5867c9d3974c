/** Addresses of ClickHouse. */
import { expect, test } from 'vitest'
import { readAddress, withoutPassword } from './address.ts'

test('hosts, user and options are read', () => {
  expect(
    readAddress('clickhouse://me:p%40ss%3A@a,b:9123/audit?cluster=fleet&keep_days=400&deadline=5&secure=1'),
  ).toEqual({
    nodes: ['https://a:8443', 'https://b:9123'],
    user: 'me',
    password: 'p@ss:',
    database: 'audit',
    cluster: 'fleet',
    keepDays: 400,
    deadlineSeconds: 5,
  })
  expect(readAddress('clickhouse://h')).toEqual({
    nodes: ['http://h:8123'],
    user: 'default',
    password: '',
    database: 'default',
    cluster: undefined,
    keepDays: undefined,
    deadlineSeconds: 60,
  })
})

test.each([
  ['clickhouse://', 'this is no address'],
  ['clickhouse://h/a-b', 'a-b is no name of a database'],
  ['clickhouse://h/a?cluster=x;DROP', 'x;DROP is no name of a cluster'],
  ['clickhouse://h/a?keep_days=-1', 'keep_days must be a whole number above 0'],
  ['clickhouse://h/a?deadlin=1', 'there is no option deadlin'],
  ['clickhouse://h:port/a', 'h:port is no host'],
])('%s is refused', (url, reason) => {
  expect(() => readAddress(url)).toThrow(reason)
})

test('a password is not shown', () => {
  expect(withoutPassword('clickhouse://me:secret@h/a')).toBe('clickhouse://me@h/a')
  expect(() => readAddress('clickhouse://me:secret@h/a?x=1')).not.toThrow('secret')
})
