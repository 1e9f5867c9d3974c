/** Events as people have them, against what the fixtures' other tests and the commands know of the same logs. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { fixtures } from '@ts-audit/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { argv, type EventQuery, readLog, toJson, user } from './index.ts'

const mail = readFileSync(path.join(fixtures, 'mail/audit.log'))
const text = (lines: string): Uint8Array => new TextEncoder().encode(lines)
const session =
  text(`type=LOGIN msg=audit(1700000000.100:1): pid=70 uid=0 old-auid=4294967295 auid=1000 tty=(none) old-ses=4294967295 ses=3 res=1\x1dUID="root" OLD-AUID="unset" AUID="alice"
type=SYSCALL msg=audit(1700000001.250:2): arch=c000003e syscall=59 success=yes exit=0 ppid=70 pid=71 auid=1000 uid=0 ses=3 comm="cp" exe="/usr/bin/cp" key="run"\x1dARCH=x86_64 SYSCALL=execve AUID="alice" UID="root"
type=EXECVE msg=audit(1700000001.250:2): argc=3 a0="cp" a1_len=8 a1[0]=C3A4 a1[1]=20622F2E a2="b c"
type=CWD msg=audit(1700000001.250:2): cwd="/root"
type=PATH msg=audit(1700000001.250:2): item=0 name="/usr/bin/cp" inode=1 nametype=NORMAL
type=PATH msg=audit(1700000001.250:2): item=1 name="/lib64/ld.so" inode=2 nametype=NORMAL
type=USER_LOGIN msg=audit(1700000002.000:3): pid=72 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct="bob" exe="/usr/sbin/sshd" res=failed'
node=web type=AVC msg=audit(1700000003.000:4): info="AppArmor sha1 policy hashing enabled" pid=1
`)

describe('an event', () => {
  test('has an id, a time and records', async () => {
    const [load, unload] = await readLog(mail).toArray()
    expect(load?.id).toBe('1574867053.120:84664')
    expect(load?.time?.toISOString()).toBe('2019-11-27T15:04:13.120Z')
    expect(load?.records.map(({ type }) => type)).toEqual(['BPF', 'SYSCALL', 'PROCTITLE'])
    expect(load?.record('BPF')?.number('prog-id')).toBe(76)
    expect(load?.record('SYSCALL')?.get('exe')).toBe('/root/tests/bpf/bpf')
    expect(load?.record('SYSCALL')?.raw('exe')).toBe('"/root/tests/bpf/bpf"')
    expect(load?.get('syscall')).toBe('bpf')
    expect(unload?.record('SYSCALL')).toBeUndefined()
    expect(() => unload?.record('SYSCAL')).toThrow(TypeError)
  })

  test('tells names, command lines and what is unset', async () => {
    const [login, run, failed, denied] = await readLog(session).toArray()
    expect(user(login as never, 'auid')).toEqual({ id: 1000, name: 'alice' })
    expect(user(login as never, 'old-auid')).toEqual({ id: undefined, name: undefined })
    expect(user(failed as never, 'auid')).toEqual({ id: undefined, name: undefined })
    expect(user(failed as never, 'fsuid')).toBeUndefined()
    expect(failed?.record('USER_LOGIN')?.number('ses')).toBeUndefined()
    expect(argv(run as never)).toEqual(['cp', 'ä b/.', 'b c'])
    expect(argv(login as never)).toBeUndefined()
    expect(run?.recordsOf('PATH').map((record) => record.get('name'))).toEqual([
      '/usr/bin/cp',
      '/lib64/ld.so',
    ])
    expect(run?.record('PATH')?.line).toContain('item=0')
    expect(denied?.id).toBe('web/1700000003.000:4')
    expect(denied?.node).toBe('web')
    const { normalised, ...json } = toJson(run as never)
    expect(normalised?.action).toBe('executed')
    expect(JSON.parse(JSON.stringify(run))).toEqual(json)
  })
})

describe('a query', () => {
  test.each<[query: EventQuery, serials: number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ messageType: 'USER_LOGIN', success: false }, [3]],
    [{ messageType: ['LOGIN', 'AVC'] }, [1, 4]],
    [{ start: '2023-11-14T22:13:21.250Z' }, [2, 3, 4]],
    [{ start: '2023-11-14T22:13:21.251Z', end: new Date(1_700_000_002_000) }, [3]],
    [{ syscall: 'execve', exe: 'bin/cp' }, [2]],
    [{ exe: 'bin/cp', exact: true }, []],
    [{ key: 'run', pid: 71 }, [2]],
    [{ auid: 1000 }, [1, 2]],
    [{ id: ['1700000001.250:2', 'web/1700000003.000:4'] }, [2, 4]],
    [{ node: 'web' }, [4]],
  ])('%j', async (query, serials) => {
    const found = await readLog(session).where(query).toArray()
    expect(found.map(({ serial }) => serial)).toEqual(serials)
  })

  test('on a query: both must fit', async () => {
    const found = await readLog(session).where({ auid: 1000 }).where({ messageType: 'EXECVE' }).toArray()
    expect(found.map(({ serial }) => serial)).toEqual([2])
  })

  // unshare has number 272 on x86_64 and 97 on aarch64 (asm-generic/unistd.h), where 272 is kcmp.
  test.each<[query: EventQuery, serials: number[]]>([
    [{ syscall: 'unshare' }, [1]],
    [{ syscall: 'unshare', arch: 'aarch64' }, [2]],
    [{ syscall: 'kcmp', arch: 'aarch64' }, [3]],
    [{ syscall: 272 }, [1, 3]],
    [{ arch: 'aarch64' }, [2, 3]],
  ])('a system call is one of its machine: %j', async (query, serials) => {
    const calls =
      text(`type=SYSCALL msg=audit(1700000000.000:1): arch=c000003e syscall=272 success=yes exit=0 pid=1
type=SYSCALL msg=audit(1700000001.000:2): arch=c00000b7 syscall=97 success=yes exit=0 pid=1
type=SYSCALL msg=audit(1700000002.000:3): arch=c00000b7 syscall=272 success=yes exit=0 pid=1
`)
    const found = await readLog(calls).where(query).toArray()
    expect(found.map(({ serial }) => serial)).toEqual(serials)
  })

  test('a call that another machine does not have is a mistake once the log is read', async () => {
    const log = readLog(session).where({ syscall: 'fork', arch: 'aarch64' })
    await expect(log.toArray()).rejects.toThrow(new TypeError('No system call is named "fork"'))
  })

  test.each<[query: object | null]>([
    [{ messageType: 'USER_LOGN' }],
    [{ start: 'yesterday' }],
    [{ syscall: 'opent' }],
    [{ arch: 'z80' }],
    [{ id: 'x' }],
    [{ pidd: 1 }],
    [{ success: 'no' }],
    [{ pid: '12' }],
    [{ pid: Number.NaN }],
    [{ auid: -1 }],
    [{ exe: /bash/ }],
    [{ node: [1] }],
    [null],
  ])('%j is a mistake', (query) => {
    expect(() => readLog(session).where(query as never)).toThrow(TypeError)
  })
})

describe('what is read', () => {
  const wanted = ['1574867053.120:84664', '1574867053.120:84665']
  const ids = async (source: Parameters<typeof readLog>[0]) =>
    (await readLog(source).toArray()).map(({ id }) => id)

  test.each<[what: string, source: () => Parameters<typeof readLog>[0]]>([
    ['bytes', () => mail],
    ['a buffer', () => new Uint8Array(mail).buffer],
    ['a file of a browser', () => new File([new Uint8Array(mail)], 'audit.log')],
    ['compressed bytes', () => gzipSync(mail)],
    ['a response', () => new Response(new Uint8Array(mail))],
    ['a web stream', () => new Blob([new Uint8Array(mail)]).stream()],
    ['chunks', () => [mail.subarray(0, 100), mail.subarray(100)]],
  ])('%s', async (_, source) => expect(await ids(source())).toEqual(wanted))

  test('bytes can be read again, also while they are read', async () => {
    const log = readLog(mail)
    expect((await log.toArray()).length).toBe(2)
    expect((await log.toArray()).length).toBe(2)
  })

  test.each<[what: string, source: () => Parameters<typeof readLog>[0]]>([
    ['a web stream', () => new Blob([new Uint8Array(mail)]).stream()],
    ['a generator', () => [mail].values()],
    ['a response', () => new Response(new Uint8Array(mail))],
  ])('%s cannot be read again, and says so instead of being empty', async (_, source) => {
    const log = readLog(source())
    expect((await log.toArray()).length).toBe(2)
    await expect(log.where({ pid: 1056 }).toArray()).rejects.toThrow(TypeError)
  })

  test.each([['audit.log'], [7], [null], [undefined], [{}]])('%j is refused', (source) => {
    expect(() => readLog(source as never)).toThrow(TypeError)
  })

  test('what is no log is said, and a signal ends it', async () => {
    const log = readLog(text('nothing\n'))
    expect(await log.toArray()).toEqual([])
    expect(log.notes().join()).toContain('1 line')
    await expect(readLog(mail, { signal: AbortSignal.abort() }).toArray()).rejects.toThrow(/aborted/)
  })
})
