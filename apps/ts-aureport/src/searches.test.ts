/** Logs of people who made reports and missed something (fixtures/searches): true rows, and the line that says what is left out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { withoutConfigurationNotes } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, describe, expect, it } from 'vitest'
import { runInProcess } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-searches-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function report(log: string, line: string): Promise<{ stdout: string; notes: string[] }> {
  const file = path.join(fixtures, 'searches', `${log}.log`)
  const { stdout, stderr } = await runInProcess(
    [...line.split(' ').filter(Boolean), '-if', file],
    path.join(folder, 'stdout'),
  )
  return { stdout, notes: withoutConfigurationNotes(stderr).split('\n').filter(Boolean) }
}

async function rows(log: string, line: string): Promise<Record<string, unknown>[]> {
  const { stdout, notes } = await report(log, `${line} --format json`)
  expect(notes).toEqual([])
  return JSON.parse(stdout).rows
}

/** What is said of events that a printed report leaves out. */
const left = (count: number, types: string, first: string): string =>
  `NOTE - ${count} events not counted, for lack of a field that ${types} records should have (the first: ${first}): --format json counts them`

describe('a line on stderr says what a report leaves out', () => {
  it.each([
    [
      '04-two-comm-avc',
      '-a',
      [
        'NOTE - 2 AVC records not listed, of events with several (as 4.2 does, and 3.0.9 does not): --format json has all',
      ],
    ],
    ['06-apparmor', '', [left(5, 'AVC, USER_AVC', '1700000600.080:61')]],
    ['06-apparmor', '-a', [left(4, 'AVC', '1700000600.080:61')]],
    ['06-apparmor', '-l', []],
    ['07-user-avc', '', [left(4, 'USER_AVC, USER_MAC_POLICY_LOAD', '1700000700.107:2139')]],
    ['24-uring', '-s', [left(2, 'URINGOP', '1700002400.000:1')]],
    ['24-uring', '-s --no-notes', []],
    ['36-users', '-m', []],
    ['40-locale', '', []],
  ])('%s %s', async (log, line, notes) => {
    expect((await report(log, line)).notes).toEqual(notes)
  })

  it('a time that is refused is told which forms there are', async () => {
    const { notes } = await report('40-locale', '-ts 31/12/2024')
    expect(notes).toEqual([
      'Invalid start date (31/12/2024). Month, Day, and Year are required.',
      expect.stringContaining('NOTE - accepted: a date as MM/DD/YY with a time as 23:59[:59], now, '),
    ])
  })
})

// What each record says is seen in the logs, which were written by hand.
describe('rows have everything', () => {
  it('all decisions of an event', async () => {
    const found = await rows('04-two-comm-avc', '-a')
    expect(
      found.map(({ serial, comm, permission, class: kind, result }) => [
        serial,
        comm,
        permission,
        kind,
        result,
      ]),
    ).toEqual([
      [4, 'runcon', 'transition', 'process', 'denied'],
      [4, 'env', 'use', 'fd', 'denied'],
      [4, 'env', 'read write open', 'file', 'denied'],
      [5, 'load_policy', 'setsecparam', 'security', 'granted'],
    ])
  })

  it('decisions of AppArmor', async () => {
    const found = await rows('06-apparmor', '-a')
    expect(
      found.map(({ serial, comm, subject, permission, object, result }) => [
        serial,
        comm,
        subject,
        permission,
        object,
        result,
      ]),
    ).toEqual([
      [61, 'metricd', 'docker-default', 'trace', 'unconfined', 'denied'],
      [62, 'ls', '/root/sample2.sh', 'r', '/etc/group', 'denied'],
      [63, 'sh', 'snap.my app', 'x', '/usr/local/my tool', 'granted'],
      [64, 'apparmor_parser', 'unconfined', null, 'man_filter', 'unset'],
      [65, 'cupsd', '/usr/sbin/cupsd', null, 'net_admin', 'denied'],
      [66, null, 'lightdm', 'send', 'org.freedesktop.Accounts', 'denied'],
    ])
  })

  it('decisions of programs', async () => {
    const found = await rows('07-user-avc', '-a')
    expect(
      found.map(({ serial, subject, permission, object, result }) => [
        serial,
        subject,
        permission,
        object,
        result,
      ]),
    ).toEqual([
      [2139, null, null, null, 'unset'],
      [
        837,
        'system_u:system_r:accountsd_t:s0',
        'send_msg',
        'staff_u:staff_r:sandbox_x_client_t:s0:c13,c243',
        'denied',
      ],
      [838, 'staff_u:staff_r:staff_t:s0', 'start', 'system_u:object_r:systemd_unit_file_t:s0', 'denied'],
    ])
  })

  it('operations of io_uring', async () => {
    const found = await rows('24-uring', '-s')
    expect(found.map(({ serial, syscall, pid }) => [serial, syscall, pid])).toEqual([
      [1, 'io_uring:openat', 55],
      [2, 'io_uring:openat2', 55],
      [3, 437, 540],
    ])
    expect((await rows('24-uring', '-f')).map(({ serial, file }) => [serial, file])).toContainEqual([
      1,
      '/etc/shadow',
    ])
  })

  it('the number of a call where no table has its machine', async () => {
    const log = path.join(folder, 'loongarch.log')
    writeFileSync(
      log,
      'type=SYSCALL msg=audit(1700000000.000:1): arch=c0000102 syscall=59 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=2 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm="x" exe="/x" key=(null)\n',
    )
    for (const interpret of [[], ['-i']]) {
      const words = ['-s', ...interpret, '--format', 'json', '-if', log]
      const { stdout } = await runInProcess(words, path.join(folder, 'stdout'))
      expect(JSON.parse(stdout).rows).toEqual([expect.objectContaining({ syscall: 59 })])
    }
  })

  it.each([
    ['', [1501, 1501, 'carol', 'carol', 'wheel', 1501]],
    ['-i --enriched-names', ['carol', 'carol', 'carol', 'carol', 'wheel', 'unknown(1501)']],
  ])('accounts that are named by an id: %s', async (options, accounts) => {
    expect((await rows('36-users', `-m ${options}`)).map(({ acct }) => acct)).toEqual(accounts)
  })

  it.each([
    ['04-two-comm-avc', { events: 2, avcs: 2, skipped: 0, first: '2023-11-14T22:20:00.000Z' }],
    ['06-apparmor', { events: 6, avcs: 6, skipped: 5 }],
    ['07-user-avc', { events: 4, avcs: 3, macEvents: 1, skipped: 4 }],
    ['24-uring', { events: 3, skipped: 2, files: 2, keys: 2 }],
  ])('counts: %s', async (log, counts) => {
    expect(await rows(log, '')).toEqual([expect.objectContaining(counts)])
  })

  it('the times are those of what was read', async () => {
    const from = '-ts 11/14/23 22:53:23'
    expect(await rows('24-uring', from)).toEqual([
      expect.objectContaining({
        first: '2023-11-14T22:53:23.000Z',
        last: '2023-11-14T22:53:26.000Z',
        events: 2,
      }),
    ])
    const none = await rows('24-uring', '-ts 11/15/23')
    expect(none).toEqual([expect.objectContaining({ first: null, last: null, events: 0 })])
  })
})

describe('names of the machine that wrote the log', () => {
  const passwd = path.join(folder, 'passwd')
  writeFileSync(passwd, 'bob:x:4321:4321::/home/bob:/bin/sh\n')
  const group = path.join(folder, 'group')
  writeFileSync(group, 'staff:x:1501:\n')
  const loginUser = async (options: string): Promise<string | undefined> =>
    / \d\d:\d\d:\d\d (\S+) /.exec((await report('12-two-uids-enriched', `-l ${options}`)).stdout)?.[1]

  it.each([
    ['', '4321'],
    ['-i', 'unknown(4321)'],
    [`-i --passwd ${passwd}`, 'bob'],
    ['-i --enriched-names', 'adminuser'],
    [`-i --enriched-names --passwd ${passwd}`, 'adminuser'],
    ['--enriched-names', '4321'],
  ])('%s', async (options, name) => {
    expect(await loginUser(options)).toBe(name)
  })

  it('rows and views of BPF programs call users what the log calls them', async () => {
    const log = path.join(folder, 'bpf.log')
    writeFileSync(
      log,
      `type=BPF msg=audit(1700000000.000:1): prog-id=1 op=LOAD
type=SYSCALL msg=audit(1700000000.000:1): arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=1 a2=2 a3=3 items=0 ppid=1 pid=2 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm="x" exe="/x" key=(null)\x1dAUID="alice" UID="root"
`,
      'latin1',
    )
    for (const line of ['--bpf -i', '--bpf programs -i', `--bpf -i --passwd ${passwd}`]) {
      const words = [...line.split(' '), '-if', log]
      const { stdout } = await runInProcess(words, path.join(folder, 'stdout'))
      expect(stdout).toMatch(/^1\. .* alice /m)
    }
  })

  it('groups', async () => {
    const [, added] = await rows('36-users', `-m -i --group ${group}`)
    expect(added?.['acct']).toBe('staff')
  })

  it('a file that cannot be read', async () => {
    expect((await report('40-locale', '-l --passwd /nowhere/passwd')).notes).toEqual([
      'Error reading --passwd /nowhere/passwd (No such file or directory)',
    ])
  })
})
