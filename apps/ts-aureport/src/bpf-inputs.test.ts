// What the BPF views read besides audit logs: kernel logs, baselines, snapshots of bpftool. And what they refuse.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Outcome, run, withoutConfigurationNotes } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, describe, expect, test } from 'vitest'
import { bpf, bpfJson, fixture, occurrences, snapshotIds } from './testing/bpf.ts'
import { builtCommand } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes a file for a test and gives its path. */
function written(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text, 'latin1')
  return file
}

describe('kernel logs', () => {
  const dmesg = fixture('captures/dmesg/dmesg.txt')
  const loads = occurrences(dmesg, 'op=LOAD')

  /** `audit_lost=` counts since boot or `auditctl --reset-lost`, a suppression on its own. */
  function missing(text: string): number {
    const counts = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, count]) => Number(count))
    const lost = counts(/audit_lost=(\d+)/g)
    const peaks = lost.filter((count, at) => count > (lost[at + 1] ?? 0))
    const suppressed = counts(/kauditd_printk_skb: (\d+) callbacks/g)
    return [...peaks, ...suppressed].reduce((sum, count) => sum + count, 0)
  }

  test.each([
    ['dmesg', 'captures/dmesg/dmesg.txt'],
    ['dmesg without rules', 'captures/dmesg-norules/dmesg.txt'],
    ['dmesg of a mixed host', 'captures/dmesg-mixed/dmesg.txt'],
  ])('%s: loads, unloads and what is missing', async (_, name) => {
    const text = fixture(name)
    const { coverage } = await bpfJson(`findings -if ${name}`)
    expect(coverage).toMatchObject({
      loads: occurrences(text, 'op=LOAD'),
      unloads: occurrences(text, 'op=UNLOAD'),
      lostMessages: missing(text),
    })
  })

  test('lost messages are a finding, with the records beside them', async () => {
    const { findings } = await bpfJson('findings -if captures/dmesg/dmesg.txt')
    const lost = findings?.filter(({ name }) => name === 'blind-lost-records')
    expect(lost?.length).toBeGreaterThan(0)
    for (const id of lost?.flatMap(({ evidence }) => evidence) ?? []) expect(dmesg).toContain(`audit(${id})`)
  })

  test.each([
    ['a pipe', 'cat captures/dmesg/dmesg.txt'],
    ['a pipe in small pieces', 'dd if=captures/dmesg/dmesg.txt bs=1000 status=none'],
    ['syslog', "sed 's/^\\[[^]]*\\]/Nov 24 01:02:03 host kernel:/' captures/dmesg/dmesg.txt"],
    ['journalctl -k', "sed 's/^\\[[^]]*\\]/2026-11-22T08:59:24+0000 host kernel:/' captures/dmesg/dmesg.txt"],
  ])('by %s', async (_, pipe) => {
    const { coverage } = await bpfJson('programs', pipe)
    expect(coverage.loads).toBe(loads)
  })

  test('the report in aureport’s manner reads them, too', async () => {
    const { stdout } = await bpf('--format ndjson -if captures/dmesg/dmesg.txt')
    expect(occurrences(stdout, '"op":"LOAD"')).toBe(loads)
  })

  test('an audit log whose first line is cut is an audit log', async () => {
    const log = written('cut.log', `4.000:9): prog-id=1\n${fixture('mail/audit.log')}`)
    expect((await bpfJson(`programs -if ${log}`)).programs).toHaveLength(1)
  })

  test('what is neither has no programs', async () => {
    const log = written('text.log', 'nothing\nto see\n')
    expect(await bpf(`programs -if ${log}`)).toMatchObject({ status: 1 })
    expect(await bpf(`programs -if ${written('none.log', '')}`)).toMatchObject({ status: 1 })
  })
})

describe('baselines', () => {
  const known = path.join(folder, 'baseline.json')
  const names = async (args: string) => (await bpfJson(`findings ${args}`)).findings?.map(({ name }) => name)

  test('a loader of the log that made it is known, another is first seen', async () => {
    await bpf(`loaders --write-baseline ${known} -if captures/bpf-norules/audit.log`)
    const text = readFileSync(known, 'utf8')
    expect(JSON.parse(text)).toMatchObject({ schema: 'ts-audit-bpf-baseline/1' })
    expect(await names(`--baseline ${known} -if captures/bpf-norules/audit.log`)).not.toContain(
      'first-seen-loader',
    )
    expect(await names(`--baseline ${known} -if captures/systemd/audit.log`)).toContain('first-seen-loader')
    expect(await names('-if captures/systemd/audit.log')).not.toContain('first-seen-loader')
  })

  test('--baseline with --write-baseline adds to what is known', async () => {
    const both = path.join(folder, 'both.json')
    await bpf(`loaders --baseline ${known} --write-baseline ${both} -if captures/systemd/audit.log`)
    for (const log of ['bpf-norules', 'systemd']) {
      expect(await names(`--baseline ${both} -if captures/${log}/audit.log`)).not.toContain(
        'first-seen-loader',
      )
    }
  })

  test.each([
    [
      'a file that is missing',
      '--baseline nope.json',
      'Error reading nope.json (No such file or directory)\n',
    ],
    ['a folder', '--baseline captures', 'Error reading captures (Is a directory)\n'],
    ['something else', '--baseline mail/audit.log', /^mail\/audit\.log: The baseline is not JSON/],
    [
      'other JSON',
      '--baseline captures/bpf-basic/left-loaded.json',
      /left-loaded\.json: The baseline does not say "schema"/,
    ],
    [
      'a file that cannot be written',
      '--write-baseline nope/x',
      'Error writing nope/x (No such file or directory)\n',
    ],
  ])('%s is refused', async (_, args, stderr) => {
    expect(await bpf(`findings ${args} -if mail/audit.log`)).toEqual({
      status: 1,
      stdout: '',
      stderr: typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
    })
  })
})

describe('bpftool', () => {
  const log = '-if captures/bpf-basic/audit.log'
  const snapshot = 'captures/bpf-basic/left-loaded.json'

  /** `--bpf ARGS` with a bpftool that is this shell script; undefined for none. */
  async function withBpftool(script: string | undefined, args: string): Promise<Outcome> {
    const bin = mkdtempSync(path.join(folder, 'bin-'))
    if (script !== undefined) {
      const program = path.join(bin, 'bpftool')
      writeFileSync(program, `#!/bin/sh\n${script}\n`)
      chmodSync(program, 0o755)
    }
    const search = script === undefined ? bin : `${bin}:/usr/bin:/bin`
    const command = [process.execPath, builtCommand, '--bpf', ...args.split(' ')]
    const outcome = await run(['/usr/bin/env', `PATH=${search}`, ...command], { cwd: fixtures })
    return { ...outcome, stderr: withoutConfigurationNotes(outcome.stderr) }
  }

  test('every program that is left is what the kernel says', async () => {
    const { programs, liveOnly, logOnly } = await bpfJson(`loaded --bpftool ${snapshot} ${log}`)
    const live = new Map(
      (JSON.parse(fixture(snapshot)) as { id: number; type: string; name: string }[]).map((entry) => [
        entry.id,
        entry,
      ]),
    )
    expect(programs).toHaveLength(23)
    for (const { progId, live: found } of programs ?? []) {
      expect([found?.type, found?.name]).toEqual([live.get(progId)?.type, live.get(progId)?.name])
    }
    expect([liveOnly, logOnly]).toEqual([[], []])
  })

  test('what only one side knows is listed', async () => {
    const entries = JSON.parse(fixture(snapshot)) as { id: number }[]
    const other = { id: 99999, type: 'xdp', name: 'ghost', pinned: ['/sys/fs/bpf/x'] }
    const file = written('other.json', JSON.stringify([...entries.slice(1), other]))
    const { liveOnly, logOnly } = await bpfJson(`programs --bpftool ${file} ${log}`)
    expect(liveOnly).toMatchObject([{ progId: 99999, name: 'ghost' }])
    expect(logOnly?.map(({ progId }) => progId)).toEqual([entries[0]?.id])
    const { stdout } = await bpf(`loaded --bpftool ${file} ${log}`)
    const { stderr } = await bpf(`loaded --format csv --bpftool ${file} ${log}`)
    expect(stderr).toBe(
      'NOTE - loaded in the kernel, but not by the log: 1; the other way round: 1. --format json lists them\n',
    )
    expect(stdout).toContain(
      'Loaded in the kernel, but not by the log: 1\n  prog-id 99999, xdp, name ghost, pinned /sys/fs/bpf/x\n',
    )
    expect(stdout).toContain(
      `Loaded by the log, but not in the kernel: 1\n  prog-id ${entries[0]?.id}, loaded by event `,
    )
  })

  test('live asks bpftool', async () => {
    const script = `[ "$*" = "-j -f prog show" ] && cat ${path.join(fixtures, snapshot)}`
    const { stdout, status } = await withBpftool(script, `loaded --bpftool live --format json ${log}`)
    const { programs } = JSON.parse(stdout) as { programs: { progId: number; live?: object }[] }
    expect(status).toBe(0)
    expect(programs.filter(({ live }) => live !== undefined).map(({ progId }) => progId)).toEqual(
      snapshotIds(snapshot),
    )
  })

  test.each<[what: string, script: string | undefined, stderr: RegExp]>([
    ['is missing', undefined, /^bpftool is not installed: save the output of "bpftool -j prog show" /],
    [
      'may not',
      'echo \'{"error":"can\\047t get next program: Operation not permitted"}\'; exit 255',
      /^bpftool could not list the programs: can't get next program: Operation not permitted\n$/,
    ],
    [
      'complains',
      'echo "broken \u001b[2J" >&2; exit 3',
      /^bpftool could not list the programs: broken \?\[2J\n$/,
    ],
    ['says nothing', 'exit 7', /^bpftool could not list the programs: status 7\n$/],
    ['dies', 'kill -9 $$', /^bpftool could not list the programs: signal SIGKILL\n$/],
    [
      'prints something else',
      'echo hello',
      /^bpftool: The snapshot is not JSON; make it with: bpftool -j prog show\n$/,
    ],
    ['prints too much', 'yes', /^bpftool printed more than 64 MB\n$/],
  ])('that %s ends the run', async (_, script, stderr) => {
    const outcome = await withBpftool(script, `loaded --bpftool live ${log}`)
    expect(outcome).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(stderr) })
  })

  test.each<[what: string, text: string, stderr: RegExp]>([
    ['no JSON', '[{"id":1}', /The snapshot is not JSON/],
    ['a number', '7', /The snapshot is no list of programs/],
    ['a list in a list in a list …', '['.repeat(1_000_000), /The snapshot is not JSON/],
  ])('a snapshot that is %s is refused', async (_, text, stderr) => {
    const file = written('snapshot.json', text)
    expect(await bpf(`loaded --bpftool ${file} ${log}`)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    })
  })

  test('a snapshot that is too large is refused', async () => {
    const file = written('huge.json', '')
    truncateSync(file, 65 << 20)
    expect(await bpf(`loaded --bpftool ${file} ${log}`)).toMatchObject({
      status: 1,
      stderr: `${file} is larger than 64 MB\n`,
    })
  })

  test('a hostile snapshot is only text', async () => {
    const file = written(
      'hostile.json',
      '[{"id":7,"name":"\\u001b[2J\\u202e","__proto__":{"type":"x"},"pinned":["a\\nb"],"loaded_at":1e99}]',
    )
    const { stdout, status } = await bpf(`loaded --bpftool ${file} ${log}`)
    expect(status).toBe(0)
    expect(stdout).toContain('  prog-id 7, name \\033[2J\xe2\x80\xae, pinned a\\012b\n')
  })

  test('of several nodes one is compared, and said', async () => {
    const several = '-if bpf/nodes.log'
    const { stderr } = await bpf(`loaded --bpftool ${snapshot} ${several}`)
    expect(stderr).toMatch(
      /^NOTE - the kernel's programs are compared with node \w+: --node chooses another\n$/,
    )
    expect((await bpf(`loaded --node beta --bpftool ${snapshot} ${several}`)).stderr).toBe('')
  })
})

test.each([
  [
    'bogus -if mail/audit.log',
    'Unknown BPF view (bogus): use programs, loaded, loaders, commands, findings, story, integrity, diff\n',
  ],
  ['findings --load-burst x -if mail/audit.log', '--load-burst takes a number from 1 to 1000000, was x\n'],
])('--bpf %s', async (args, stderr) => {
  expect(await bpf(args)).toEqual({ status: 1, stdout: '', stderr })
})

test('thresholds decide what is found', async () => {
  const log = '-if captures/bpf-basic/audit.log'
  const bursts = async (options: string) =>
    (await bpfJson(`findings ${options} ${log}`)).findings?.filter(({ name }) => name === 'load-burst').length
  expect(await bursts('')).toBeGreaterThan(0)
  expect(await bursts('--load-burst 1000000')).toBe(0)
})

test('a folder of rotated logs is read, and said', async () => {
  mkdirSync(path.join(folder, 'logs'))
  written('logs/audit.log', fixture('mail/audit.log'))
  const outcome = await bpf(`programs -if ${path.join(folder, 'logs')}`)
  expect(outcome).toMatchObject({ status: 0, stderr: expect.stringMatching(/^NOTE - using logs in /) })
})
