import { readFileSync } from 'node:fs'
import { noAccounts } from '@ts-audit/auparse'
import { type LogEvent, LogReader } from '@ts-audit/log'
import { Machine } from '@ts-audit/tables/machines'
import { describe, expect, it } from 'vitest'
import type { Criteria } from './criteria.ts'
import { compileCriteria } from './matcher.ts'

const log = (name: string) => readFileSync(new URL(`../../../fixtures/small/${name}`, import.meta.url))

interface Search {
  readonly serials: number[]
  readonly written: string
}

function search(
  bytes: Uint8Array,
  criteria: Criteria,
  options: { debug?: boolean; interpretsSyscalls?: boolean } = {},
): Search {
  const serials: number[] = []
  let written = ''
  const accounts = { ...noAccounts, userName: (uid: number) => (uid === 1000 ? 'bob' : undefined) }
  const write = (text: string) => {
    written += text
  }
  const matcher = compileCriteria(criteria, { accounts, write, ...options })
  const sink = (event: LogEvent) => {
    if (matcher.matches(event)) serials.push(event.serial)
    return true
  }
  const reader = new LogReader({ sink })
  reader.push(bytes)
  reader.end()
  return { serials, written }
}

describe('the worked example (spec 01 §6.9)', () => {
  it.each<[criteria: Criteria, serials: number[]]>([
    [{}, [10, 11, 12]],
    [{ types: [1300] }, [10]],
    [{ types: [1300, 1112] }, [10, 11]],
    [{ types: [1309] }, []],
    [{ key: 'k1' }, [10]],
    [{ key: 'k2', wholeWord: true }, [10]],
    [{ key: 'k' }, [10, 12]],
    [{ key: 'K1' }, []],
    [{ key: 'k1k2' }, []],
    [{ file: 'secret' }, [10]],
    [{ file: '/home/bob/./secret.txt', wholeWord: true }, [10]],
    [{ file: './secret.txt', wholeWord: true }, []],
    [{ file: '/home/bob', wholeWord: true }, [10]],
    [{ file: 'bob' }, [10]],
    [{ success: false }, [10, 11]],
    [{ success: true }, [12]],
    [{ exit: -13n }, [10]],
    [{ exit: 13n }, []],
    [{ syscall: 257 }, [10]],
    [{ syscall: 257, arch: Machine.x86_64 }, [10]],
    [{ arch: Machine.i386 }, []],
    [{ anyUid: { id: 0 } }, [10, 11]],
    [{ euid: { id: 0 } }, [10]],
    [{ uid: { id: 0 } }, [11]],
    [{ uid: { id: 0, name: 'root' } }, [11]],
    [{ auid: { id: 1000 } }, [10, 11, 12]],
    [{ auid: { id: 4294967295 } }, []],
    [{ session: 3 }, [10]],
    [{ pid: 901 }, [10]],
    [{ ppid: 900 }, [10]],
    [{ anyGid: 1000 }, [10]],
    [{ host: '203' }, [11]],
    [{ terminal: 'pts' }, [10]],
    [{ terminal: 'ssh' }, [11]],
    [{ executable: 'cat' }, [10]],
    [{ executable: 'cat', wholeWord: true }, []],
    [{ executable: '/usr/bin/cat', wholeWord: true }, [10]],
    [{ comm: 'cat' }, [10]],
    [{ nodes: ['web1'] }, [10]],
    [{ nodes: ['web'] }, []],
    [{ nodes: ['web', 'web1'] }, [10]],
    [{ subject: 'unconfined' }, [10, 12]],
    [{ object: 'shadow_t' }, [10]],
    [{ subject: 'shadow_t', object: 'shadow_t', eitherContext: true }, [10]],
    [{ subject: 'unconfined', object: 'unconfined', eitherContext: true, wholeWord: true }, []],
    [{ subject: 'unconfined', object: 'nomatch' }, []],
    [{ serial: 11 }, [11]],
    [{ serial: 11, types: [1300] }, []],
    // A number given beside a name is ignored.
    [{ uid: { id: 0, name: 'root' }, auid: { id: 999 } }, [11]],
  ])('%o', (criteria, serials) => {
    expect(search(log('ev.log'), criteria).serials).toEqual(serials)
  })
})

describe('users by name (spec 01 §6.4)', () => {
  it.each<[criteria: Criteria, serials: number[]]>([
    [{ auid: { id: 1000, name: 'bob' } }, [10, 11, 12]],
    [{ anyUid: { id: 1000, name: 'bob' } }, [10, 11, 12]],
    [{ auid: { id: 1000, name: 'alice' } }, []],
    [{ auid: { id: 1000, name: 'bob' }, uid: { id: 0, name: 'root' } }, [11]],
    // The reference crashes here; what is not named does not match.
    [{ anyUid: { id: 7 }, uid: { id: 0, name: 'root' } }, [11]],
  ])('%o', (criteria, serials) => {
    expect(search(log('ev.log'), criteria).serials).toEqual(serials)
  })
})

describe('events that cannot be read never match (spec 01 §5)', () => {
  it('an AVC record without tclass', () => {
    expect(search(log('x1.log'), { types: [1400] }).serials).toEqual([1])
  })

  it('says so with debug', () => {
    expect(search(log('x1.log'), { types: [1400] }, { debug: true }).written).toBe(
      'Malformed event skipped, rc=9. type=AVC msg=audit(1700000003.100:2): apparmor="DENIED" operation="open" pid=5 comm="x" name="/y"\n',
    )
  })

  it('a socket address that is too short, with its complaint', () => {
    expect(search(log('x1.log'), { host: '192.168.1.1' })).toEqual({
      serials: [],
      written: 'sockaddr len too short\n',
    })
  })

  it('a SYSCALL record without arch, when the output needs one', () => {
    const line =
      'type=SYSCALL msg=audit(1234567890.123:1): syscall=2 success=yes exit=3 a0=0 a1=0 a2=0 a3=0 items=1\n'
    const bytes = new TextEncoder().encode(line)
    expect(search(bytes, {}).serials).toEqual([1])
    expect(search(bytes, {}, { interpretsSyscalls: true }).serials).toEqual([])
  })
})

describe('any user, with one of its parts given on its own', () => {
  it.each<[criteria: Criteria, serials: number[]]>([
    [{ anyUid: { id: 5 }, auid: { id: 1000 } }, [10, 11, 12]],
    [{ anyUid: { id: 0 }, uid: { id: 5 } }, [10]],
  ])('%o', (criteria, serials) => {
    expect(search(log('ev.log'), criteria).serials).toEqual(serials)
  })
})

it('marks a copy of a record, never the buffer it was read into (spec 01 §5.5 "AVC")', () => {
  const line =
    'type=AVC msg=audit(1700000000.100:1): avc:  denied  {read} for pid=1 comm="x" scontext=a:b tcontext=c:d tclass=file\n'
  const buffer = Buffer.from(line, 'latin1')
  expect(search(buffer, {}).serials).toEqual([1])
  expect(buffer.toString('latin1')).toBe(line)
})
