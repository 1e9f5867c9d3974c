/** What a run ends with: the statuses of spec 01 §9, those of `--strict-exit`, and names of another machine's files. */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runAusearch } from './run-ausearch.ts'

const folder = mkdtempSync(join(tmpdir(), 'exit-status-'))
afterAll(() => rmSync(folder, { recursive: true }))

const RECORD =
  'type=USER_AUTH msg=audit(1700000001.000:4): pid=1 uid=0 auid=1001 ses=1 msg=\'op=x acct="y" exe="/z" hostname=? addr=? terminal=? res=success\'\n'
writeFileSync(join(folder, 'good.log'), RECORD)
writeFileSync(join(folder, 'bad.log'), `${RECORD}type=USER_AUTH msg=audi\n`)
writeFileSync(
  join(folder, 'skipped.log'),
  `${RECORD}type=AVC msg=audit(1700000001.000:7): apparmor="DENIED" operation="open" pid=5 comm="ls" name="/a b"\n`,
)
writeFileSync(join(folder, 'nul.log'), `${RECORD.trimEnd()}\0\0${RECORD}`)
writeFileSync(join(folder, 'zeros.log'), `${RECORD}${'\0'.repeat(4096)}`)
// Of two logs one cannot be read.
mkdirSync(join(folder, 'set/audit.log.1'), { recursive: true })
writeFileSync(join(folder, 'set/audit.log'), RECORD)
writeFileSync(join(folder, 'passwd'), 'alice:x:1001:1001::/home/alice:/bin/sh\n')

async function run(line: string): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdoutFile = join(folder, 'stdout')
  const stdout = openSync(stdoutFile, 'w')
  const stdin = openSync('/dev/null', 'r')
  let stderr = ''
  const status = await runAusearch({
    tokens: line.split(' ').map((word) => word.replace(/^@/, `${folder}/`)),
    variables: {},
    machine: 'x86_64',
    note: (text) => {
      stderr += text
    },
    isTerminal: () => false,
    stdin,
    stdout,
  })
  closeSync(stdout)
  closeSync(stdin)
  return { status, stdout: readFileSync(stdoutFile, 'latin1'), stderr }
}

describe('exit status', () => {
  test.each<[line: string, status: number, strict: number]>([
    ['-r -if @good.log', 0, 0],
    ['-r -if @good.log -a 999', 1, 1],
    ['-r -if @good.log -p x', 1, 2],
    ['-r -if @good.log --bogus', 1, 2],
    ['-r -if @missing.log', 1, 3],
    ['-r -if @set', 0, 3],
    ['-r -a 999 -if @set', 1, 3],
    ['-r -if @bad.log', 0, 4],
    // Events that may have been wanted, and could not be looked into.
    ['-r -if @skipped.log', 0, 4],
    ['-r -m AVC -if @skipped.log', 1, 4],
    ['-r -m USER_AUTH -if @skipped.log', 0, 0],
    ['-r -k nosuchkey -if @skipped.log', 1, 1],
    ['-r -m AVC -a 7 -if @skipped.log', 0, 0],
    ['-r -m AVC --lenient -p 5 -if @skipped.log', 0, 0],
    ['-r -m AVC --lenient -p 6 -if @skipped.log', 1, 1],
    // What follows a NUL byte is not read.
    ['-r -if @nul.log', 0, 4],
    ['-r -if @zeros.log', 0, 4],
    ['-r -if @bad.log -a 999', 1, 4],
    ['-v', 0, 0],
  ])('%s', async (line, status, strict) => {
    expect([(await run(line)).status, (await run(`--strict-exit ${line}`)).status]).toEqual([status, strict])
  })

  test('a mistake may stand before --strict-exit', async () => {
    expect((await run('--bogus --strict-exit')).status).toBe(2)
  })
})

describe('accounts of another machine', () => {
  test.each([
    ['-r -ul alice --passwd @passwd -if @good.log', 0, RECORD],
    ['-r --passwd @passwd -ul root -if @good.log', 1, ''],
  ])('%s', async (line, status, stdout) => {
    expect(await run(line)).toMatchObject({ status, stdout })
  })

  test('are the names of interpreted output', async () => {
    expect((await run('-i --passwd @passwd -if @good.log')).stdout).toContain(' auid=alice ')
  })
})
