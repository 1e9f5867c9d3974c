// The built command: pipes, directories, output that nobody takes. The examples without pipes are run by packages/cli.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, withoutConfigurationNotes } from '@ts-audit/testing/command'
import { afterAll, describe, expect, it } from 'vitest'
import { builtCommand, tsAureport } from './testing/command.ts'

const fixtures = fileURLToPath(new URL('../../../packages/aureport/fixtures/', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (file: string): string => (file === '-' ? '' : readFileSync(path.join(fixtures, file), 'latin1'))

const piped = read('cases.tsv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string, string, string, string, string])
  .filter(([, , stdin]) => stdin !== '-')

describe('the examples of spec 05 that read a pipe', () => {
  it.concurrent.each(piped)('%s %s', async (_, text, stdin, exit, stdout, stderr) => {
    const args = text === '(no arguments)' ? [] : text.split(' ')
    const outcome = await tsAureport(args, { cwd: fixtures, pipe: `cat ${stdin}` })
    expect({ ...outcome, stderr: withoutConfigurationNotes(outcome.stderr) }).toEqual({
      status: Number(exit),
      stdout: read(stdout),
      stderr: read(stderr),
    })
  })

  it('are all there', () => {
    expect(piped).toHaveLength(4)
  })
})

it('waits for a pipe that is silent for longer than ausearch does', async () => {
  const [first, second] = read('logs/ks.log').split('\n')
  writeFileSync(path.join(folder, '1'), `${first}\n`, 'latin1')
  writeFileSync(path.join(folder, '2'), `${second}\n`, 'latin1')
  const whole = await tsAureport(['-e'], { cwd: folder, pipe: 'cat 1 2' })
  const slow = await tsAureport(['-e'], { cwd: folder, pipe: '{ cat 1; sleep 4; cat 2; }' })
  expect(slow).toEqual(whole)
})

it('finds a log in a directory and says so', async () => {
  const outcome = await tsAureport(['-t', '-if', 'logs/rotated'], { cwd: fixtures })
  expect(withoutConfigurationNotes(outcome.stderr)).toBe('NOTE - using logs in logs/rotated/audit.log\n')
  expect(outcome.stdout.match(/audit\.log/g)).toHaveLength(3)
})

it('says of a compressed log that was cut that it was', async () => {
  writeFileSync(path.join(folder, 'log.gz'), Buffer.from('1f8b0800', 'hex'))
  const outcome = await tsAureport(['-e', '-if', 'log.gz'], { cwd: folder })
  expect(outcome.status).toBe(1)
  expect(outcome.stderr).toMatch(/^NOTE - log\.gz .*\n/m)
})

it('gives no half of a JSON document when the log cannot be opened', async () => {
  const outcome = await tsAureport(['-e', '--format', 'json', '-if', 'nope.log'], { cwd: folder })
  expect(outcome).toMatchObject({ status: 1, stdout: '' })
})

it('writes rows for programs', async () => {
  const json = await tsAureport(['-l', '--format', 'json', '-if', 'logs/ks.log'], { cwd: fixtures })
  const ndjson = await tsAureport(['-l', '--format', 'ndjson', '-if', 'logs/ks.log'], { cwd: fixtures })
  const csv = await tsAureport(['-x', '--summary', '--format', 'csv', '-if', 'logs/ks.log'], {
    cwd: fixtures,
  })
  const { rows } = JSON.parse(json.stdout)
  expect(rows).toHaveLength(4)
  expect(
    ndjson.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(rows)
  expect(csv.stdout.split('\n').slice(0, 2)).toEqual(['total,key', '14,/usr/sbin/sshd'])
})

it('ends by SIGPIPE, silently, when nobody reads', async () => {
  const script = '{ "$@" 2> errors; echo $? > status; } | true'
  const command = [process.execPath, builtCommand, '-e', '-if', path.join(fixtures, 'logs/ks.log')]
  await run(['sh', '-c', script, 'sh', ...command], { cwd: folder })
  const file = (name: string) => readFileSync(path.join(folder, name), 'latin1')
  expect(file('status')).toBe('141\n')
  expect(withoutConfigurationNotes(file('errors'))).toBe('')
})
