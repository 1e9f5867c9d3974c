/** What the command writes to a real terminal, made by script(1) of util-linux; skipped where that is missing. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '@ts-audit/testing/command'
import { afterAll, describe, expect, it } from 'vitest'
import { builtCommand, tsAusearch } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-terminal-'))
afterAll(() => rmSync(folder, { recursive: true }))

const STEERING = '\x1b]0;title\x07\x1b[31m\x9b1m\xe2\x80\xae'
const ESCAPED = '\\033]0;title\\007\\033[31m\\2331m\\342\\200\\256'

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'latin1' }).includes('util-linux')
  } catch {
    return false
  }
}

/** Everything a terminal gets to see, with its line ends as in a file. */
async function onTerminal(args: readonly string[]): Promise<string> {
  const line = [process.execPath, builtCommand, ...args].map((word) => `'${word}'`).join(' ')
  const { stdout } = await run(['script', '-qec', line, '/dev/null'])
  return stdout.replaceAll('\r\n', '\n')
}

function logOf(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text, 'latin1')
  return file
}

describe.skipIf(!hasScript())('on a terminal [needs script of util-linux]', () => {
  const badStamp = logOf('stamp.log', `type=USER_AUTH msg=audit(-1.100:5${STEERING}): pid=1\n`)
  const value = logOf('value.log', `type=USER_AUTH msg=audit(1.100:5): uid=0 acct="x${STEERING}y"\n`)

  it('messages that quote the log do not steer it', async () => {
    const text = await onTerminal(['-if', badStamp, '-i'])
    expect(text).toBe(`Error extracting time stamp (-1.100:5${ESCAPED})\n<no matches>\n`)
  })

  it('messages that quote arguments do not steer it', async () => {
    const text = await onTerminal(['-if', value, '--expr', 'a == \x1b[31m'])
    expect(text).toBe("Invalid expression: Value expected, got `\\033'\n  a ==  [31m\n       ^\n")
  })

  it.each(['interpret', 'default', 'csv', 'text'])('%s output does not steer it', async (format) => {
    const text = await onTerminal(['-if', value, '--format', format])
    expect(text).toContain(`x${ESCAPED}y`)
    expect(text).not.toMatch(/[^\n -~]/)
  })

  it('in a pipe, messages have the bytes of the log', async () => {
    const { stderr } = await tsAusearch(['-if', badStamp, '-i'])
    expect(stderr).toContain(`Error extracting time stamp (-1.100:5${STEERING})\n`)
  })
})
