// Every example of the specification: stdout, stderr and exit status. Those that read a pipe are run by apps/ts-aureport.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { accountsFromText } from '@ts-audit/auparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerText } from '../options/command-table.ts'
import { Output } from '../output/output.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { createSession } from '../run/session.ts'
import { parseAureport } from './command-line.ts'
import { makeReport } from './run-aureport.ts'

const fixtures = fileURLToPath(new URL('../../../aureport/fixtures/', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
/** The accounts of the machine on which the examples were made (spec 05 §15). */
const accounts = accountsFromText('root:x:0:0::/:/bin/sh\ndaemon:x:1:1::/:/bin/sh\n', '')
const configuration = { logFile: '/var/log/audit/audit.log', eventTimeout: 2 }
const home = process.cwd()

// The examples name their logs relative to their own folder, and print the names.
beforeAll(() => process.chdir(fixtures))
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

async function run(tokens: readonly string[]): Promise<{ stdout: string; stderr: string; exit: string }> {
  const file = path.join(folder, 'stdout')
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  let stderr = ''
  const note = (text: string) => {
    stderr += text
  }
  const environment: CommandEnvironment = {
    tokens,
    // The examples are the reference's to the byte; notes of ours have tests of their own.
    variables: { LC_ALL: 'C', TZ: 'UTC', TS_AUDIT_COMPAT: '1' },
    machine: 'x86_64',
    note,
    isTerminal: () => false,
    stdin,
    stdout,
  }
  const exit = await status(environment)
  closeSync(stdout)
  closeSync(stdin)
  return { stdout: readFileSync(file, 'latin1'), stderr, exit: String(exit) }
}

async function status(environment: CommandEnvironment): Promise<number> {
  const session = { ...createSession(environment), accounts }
  const line = parseAureport(environment.tokens, session)
  const output = new Output(environment.stdout)
  if (line.kind === 'run') return makeReport(line.options, { configuration, environment, session, output })
  environment.note(line.stderr)
  output.sink.writeText(await answerText(line))
  await output.end()
  return line.status
}

const read = (file: string): string => (file === '-' ? '' : readFileSync(path.join(fixtures, file), 'latin1'))

const cases = read('cases.tsv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string, string, string, string, string])
  // A crash of the reference is not reproduced.
  .filter(([, , stdin, exit]) => stdin === '-' && exit !== 'SIGSEGV')

describe('the examples of spec 05', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(378)
  })

  test.each(cases)('%s %s', async (_, text, __, exit, stdout, stderr) => {
    const tokens = text === '(no arguments)' ? [] : text.split(' ')
    expect(await run(tokens)).toEqual({ stdout: read(stdout), stderr: read(stderr), exit })
  })
})
