import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { run, withoutConfigurationNotes } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tsAusearch } from './testing/command.ts'

const mail = path.join(fixtures, 'mail/audit.log')
const mailRaw = readFileSync(path.join(fixtures, 'mail/raw.txt'), 'latin1')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('input that cannot be read', () => {
  it('a missing file', async () => {
    const { status, stdout, stderr } = await tsAusearch(['-if', 'nosuch'], { cwd: folder })
    expect([status, stdout, withoutConfigurationNotes(stderr)]).toEqual([
      1,
      '',
      'stat: No such file or directory\nNOTE - there is no nosuch\n',
    ])
    const compatible = await tsAusearch(['-if', 'nosuch'], { cwd: folder, env: { TS_AUDIT_COMPAT: '1' } })
    expect(withoutConfigurationNotes(compatible.stderr)).toBe('stat: No such file or directory\n')
  })

  it('a directory without logs', async () => {
    mkdirSync(path.join(folder, 'empty'))
    const { status, stdout, stderr } = await tsAusearch(['-if', 'empty'], { cwd: folder })
    expect([status, stdout]).toEqual([1, ''])
    expect(withoutConfigurationNotes(stderr)).toBe(
      'NOTE - using logs in empty/audit.log\nError opening empty/audit.log (No such file or directory)\n',
    )
  })

  it('a compressed file is not a log without matches', async () => {
    writeFileSync(path.join(folder, 'audit.log.gz'), gzipSync(readFileSync(mail)))
    const { status, stdout } = await tsAusearch(['-m', 'BPF', '--raw', '-if', 'audit.log.gz'], {
      cwd: folder,
    })
    expect([status, stdout]).toEqual([0, mailRaw])
  })
})

describe('several inputs, which the reference does not read', () => {
  const older = 'type=TEST msg=audit(1500000000.000:1): \n'
  const newer = 'type=TEST msg=audit(1600000000.000:2): \n'
  beforeAll(() => {
    writeFileSync(path.join(folder, 'older.log'), older)
    writeFileSync(path.join(folder, 'newer.log'), newer)
  })

  it.each([
    ['named one by one', ['-if', 'newer.log', '-if', 'older.log', '--raw'], older + newer],
    ['as words', ['--raw', 'newer.log', 'older.log'], older + newer],
    ['a word that is no file', ['--raw', 'older.log', 'oldest.log'], ''],
  ])('%s', async (_, args, stdout) => {
    expect((await tsAusearch(args, { cwd: folder })).stdout).toBe(stdout)
  })

  it('is the last one alone for who wants what the reference does', async () => {
    const args = ['-if', 'newer.log', '-if', 'older.log', '--raw']
    const { stdout } = await tsAusearch(args, { cwd: folder, env: { TS_AUDIT_COMPAT: '1' } })
    expect(stdout).toBe(older)
  })

  it('standard input among them', async () => {
    const { stdout } = await tsAusearch(['-if', '-', '--raw'], { cwd: folder, pipe: 'cat newer.log' })
    expect(stdout).toBe(newer)
  })
})

describe('a pipe', () => {
  it('is read when no input is named', async () => {
    const outcome = await tsAusearch(['-m', 'BPF', '--raw'], { pipe: `cat '${mail}'` })
    expect([outcome.status, outcome.stdout]).toEqual([0, mailRaw])
  })

  it('is not read when an input is named', async () => {
    const outcome = await tsAusearch(['--raw', '-if', mail], { pipe: 'echo garbage' })
    expect([outcome.status, outcome.stdout]).toEqual([0, mailRaw])
  })

  it('has its events delivered when it falls silent, and its end awaited', async () => {
    const lines = mailRaw.trimEnd().split('\n')
    const script = `echo '${lines[0]}'; sleep 4; echo '${lines[1]}'`
    const outcome = await tsAusearch(['-l', '-m', 'ALL'], { pipe: `(${script})` })
    expect(outcome.stdout.match(/^----$/gm)?.length).toBe(2)
  })
})

describe('output whose reader is gone', () => {
  it('ends the command by SIGPIPE, without a word', async () => {
    const log = path.join(folder, 'long.log')
    writeFileSync(log, readFileSync(mail, 'latin1').repeat(20_000))
    const script = '{ "$@"; echo "status $?" >&2; } | head -n 1'
    const command = path.join(fixtures, '../apps/ts-ausearch/dist/ts-ausearch.js')
    const outcome = await run(['bash', '-c', script, 'bash', process.execPath, command, '--raw', '-if', log])
    expect(outcome.stdout).toBe(`${mailRaw.split('\n', 1)[0]}\n`)
    expect(withoutConfigurationNotes(outcome.stderr)).toBe('status 141\n')
  })

  it('that is full is said, and fails', async () => {
    const command = path.join(fixtures, '../apps/ts-ausearch/dist/ts-ausearch.js')
    const script = '"$@" > /dev/full'
    const outcome = await run(['bash', '-c', script, 'bash', process.execPath, command, '-if', mail])
    expect(withoutConfigurationNotes(outcome.stderr)).toBe(
      'ts-ausearch: write error: No space left on device\n',
    )
    expect(outcome.status).toBe(1)
  })
})

it('reads a set of rotated files, an event that spans two of them included', async () => {
  const [first = '', ...rest] = readFileSync(mail, 'latin1').split(/(?<=\n)/)
  mkdirSync(path.join(folder, 'set'))
  writeFileSync(path.join(folder, 'set/audit.log.1'), first)
  writeFileSync(path.join(folder, 'set/audit.log'), rest.join(''))
  const outcome = await tsAusearch(['-if', 'set'], { cwd: folder })
  expect(outcome.stdout).toBe(readFileSync(path.join(fixtures, 'mail/default.txt'), 'latin1'))
})
