/**
 * Every run of ausearch that the specification lists (spec 03 and spec 04 §13, in the packages'
 * fixtures): all formats, escape modes and options, the events that the search drops, and stderr. None is left out.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { withoutConfigurationNotes } from '@ts-audit/testing/command'
import { tableRows, unescapeC } from '@ts-audit/testing/fixtures'
import { afterAll, describe, expect, it } from 'vitest'
import { runInProcess } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-specification-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The accounts the reference ran with (spec 02 §0). */
const passwd = place(
  'passwd',
  'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n',
)
const group = place('group', 'root:x:0:\ndaemon:x:1:\n')

/** What a build without arm, aarch64, io_uring and AppArmor tables printed, and what a full one does (spec 03 §0.4). */
interface FullBuild {
  /** Part of the log by which the rows are known. */
  readonly log: string
  readonly changes: readonly (readonly [base: string, full: string])[]
}

const fullBuild: readonly FullBuild[] = [
  { log: ' list=7\n', changes: [['unknown-list(7)', 'io_uring']] },
  {
    log: ' arch=c00000b7 syscall=2 ',
    changes: [
      ['unknown-elf-type(c00000b7) syscall=open', 'aarch64 syscall=io_submit'],
      ['a1=O_WRONLY|O_CREAT|O_TRUNC a2=0666', 'a1=0x241 a2=0x1b6'],
    ],
  },
  {
    log: ' arch=40000028 syscall=2 ',
    changes: [
      ['unknown-elf-type(40000028) syscall=open', 'armeb syscall=fork'],
      ['a1=O_WRONLY|O_CREAT|O_TRUNC a2=0666', 'a1=0x241 a2=0x1b6'],
    ],
  },
  { log: ' uring_op=18 ', changes: [['unknown-syscall(18)', 'openat']] },
  {
    log: 'type=APPARMOR_DENIED ',
    changes: [
      [',,11/15/23', ',APPARMOR_DENIED,11/15/23'],
      ['1132,unknown', '1132,mac-decision'],
    ],
  },
  { log: 'type=UNKNOWN[1503] ', changes: [[',,11/15/23', ',APPARMOR_DENIED,11/15/23']] },
]

function onFullBuild(log: string, expected: string): string {
  const changes = fullBuild.filter((one) => log.includes(one.log)).flatMap((one) => one.changes)
  return changes.reduce((text, [base, full]) => text.replace(base, full), expected)
}

function place(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text, 'latin1')
  return file
}

function rowsOf(file: string): string[][] {
  return tableRows(new URL(`../../../packages/${file}`, import.meta.url)).map((row) => row.map(unescapeC))
}

async function run(log: string, options: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const tokens = ['-if', place('audit.log', log), '--passwd', passwd, '--group', group, ...options]
  const { stdout, stderr } = await runInProcess(tokens, path.join(folder, 'stdout'), { TS_AUDIT_COMPAT: '1' })
  return { stdout, stderr: withoutConfigurationNotes(stderr) }
}

const interpretations = rowsOf('auparse/fixtures/interpret-examples.tsv')
const normalisations = rowsOf('format/fixtures/normaliser-examples.tsv')

describe('the runs of spec 03', () => {
  it('are all there', () => expect(interpretations).toHaveLength(708))

  it.each(interpretations)('%j %s', async (log, options, expected) => {
    const { stdout } = await run(log!, options!.split(' ').filter(Boolean))
    expect(stdout).toBe(onFullBuild(log!, expected!))
  })
})

describe('the runs of spec 04', () => {
  const allColumns = ['--extra-keys', '--extra-labels', '--extra-obj2', '--extra-time']

  it('are all there', () => expect(normalisations).toHaveLength(366))

  it.each(normalisations)('%s: %s', async (_id, _what, log, csvFull, csvPlain, text, notes) => {
    const lines = `${log}\n`
    const full = await run(lines, ['--format', 'csv', ...allColumns])
    const plain = await run(lines, ['--format', 'csv'])
    expect(withoutHeader(full.stdout)).toBe(onFullBuild(lines, csvFull!))
    expect(full.stderr.trimEnd()).toBe(notes)
    expect(withoutHeader(plain.stdout)).toBe(onFullBuild(lines, csvPlain!))
    expect((await run(lines, ['--format', 'text'])).stdout.replace(/\n$/, '')).toBe(text)
  })
})

it('few runs differ on a full build', () => {
  const runs = [
    ...interpretations.map(([log, , expected]) => [log!, expected!] as const),
    ...normalisations.map(([, , log, ...expected]) => [`${log}\n`, expected.join('\n')] as const),
  ]
  const changed = runs.filter(([log, expected]) => onFullBuild(log, expected) !== expected)
  expect(changed).toHaveLength(fullBuild.length)
})

function withoutHeader(rows: string): string {
  return rows.slice(rows.indexOf('\n') + 1).replace(/\n$/, '')
}
