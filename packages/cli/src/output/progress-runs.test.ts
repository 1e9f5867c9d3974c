/** Both commands with a terminal on stderr and a file on stdout: progress is seen while there is output, too. */
import { execFileSync, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runAureport } from '../aureport/run-aureport.ts'
import { runAusearch } from '../ausearch/run-ausearch.ts'

const folder = mkdtempSync(join(tmpdir(), 'progress-'))
afterAll(() => rmSync(folder, { recursive: true }))

const STDERR = 2
const pipe = join(folder, 'pipe')
execFileSync('mkfifo', [pipe])
const record =
  'type=USER_LOGIN msg=audit(1700000000.000:1): pid=1 uid=0 auid=0 ses=1 msg=\'op=login exe="/x" hostname=h addr=? terminal=t res=success\'\n'
writeFileSync(join(folder, 'found'), record)
writeFileSync(join(folder, 'wrong'), 'type=USER msg=audit(99999999999999999999.0:1): x\n')

/** What the command writes on stderr; what it finds second comes after the patience of the progress line. */
async function notesOf(run: typeof runAusearch, tokens: readonly string[]): Promise<string> {
  const writer = spawn('sh', ['-c', '{ cat found; sleep 1.3; cat found; sleep 0.3; cat wrong; } > pipe'], {
    cwd: folder,
  })
  const stdout = openSync(join(folder, 'stdout'), 'w')
  const stdin = openSync('/dev/null', 'r')
  let notes = ''
  await run({
    tokens: [...tokens, '-if', pipe],
    variables: { LC_ALL: 'C', TZ: 'UTC' },
    machine: 'x86_64',
    isTerminal: (descriptor) => descriptor === STDERR,
    note: (text) => {
      notes += text
    },
    stdin,
    stdout,
  })
  writer.kill()
  closeSync(stdin)
  closeSync(stdout)
  return notes
}

test.each([
  ['ausearch', '-r -l', runAusearch],
  ['ausearch', '-i -l', runAusearch],
  ['aureport', '-l', runAureport],
] as const)('%s %s', async (_, options, run) => {
  const notes = await notesOf(run, options.split(' '))
  expect(notes).toMatch(/\r\x1b\[K\d+\.\d MB, \d+\.\d MB\/s/)
  // A message takes the place of the line.
  expect(notes).toContain('\r\x1b[KError extracting time stamp')
})
