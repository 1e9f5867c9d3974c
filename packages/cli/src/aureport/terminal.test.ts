// What a report shows on a terminal: nothing that could steer it.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runAureport } from './run-aureport.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = path.join(folder, 'log')
// `hostname=` is a raw column: the reference prints its bytes as they are.
writeFileSync(
  log,
  'type=USER_LOGIN msg=audit(1700000000.000:1): pid=1 uid=0 auid=0 ses=1 msg=\'op=login acct="a" hostname=\x9b31m\x1b[2J addr=? terminal=t res=success\'\n',
  'latin1',
)

async function hostColumn(terminal: boolean, ...options: string[]): Promise<string> {
  const file = path.join(folder, 'out')
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  await runAureport({
    tokens: ['-h', '--summary', ...options, '-if', log],
    variables: { LC_ALL: 'C' },
    machine: 'x86_64',
    isTerminal: (descriptor) => terminal && descriptor === stdout,
    note: () => {},
    stdin,
    stdout,
  })
  closeSync(stdout)
  closeSync(stdin)
  return readFileSync(file, 'latin1').trimEnd().split('\n').at(-1) ?? ''
}

test.each([
  [true, [], '1  \\23331m\\033[2J'],
  [true, ['--escape', 'raw'], '1  \x9b31m\x1b[2J'],
  [false, [], '1  \x9b31m\x1b[2J'],
])('terminal: %s, options %j', async (terminal, options, expected) => {
  expect(await hostColumn(terminal, ...options)).toBe(expected)
})
