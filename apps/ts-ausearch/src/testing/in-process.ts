/** The command in this process: hundreds of runs a second. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { runAusearch } from '@ts-audit/cli'
import type { Outcome } from './command.ts'

/** Runs `ts-ausearch TOKENS` with an empty stdin that is no pipe; `file` takes its standard output. */
export async function runInProcess(tokens: readonly string[], file: string): Promise<Outcome> {
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  let stderr = ''
  try {
    const status = await runAusearch({
      tokens: tokens.map((token) => Buffer.from(token).toString('latin1')),
      variables: { LC_ALL: 'C', TZ: 'UTC' },
      machine: 'x86_64',
      note: (text) => {
        stderr += text
      },
      isTerminal: () => false,
      stdin,
      stdout,
    })
    return { status, stdout: readFileSync(file, 'latin1'), stderr }
  } finally {
    closeSync(stdout)
    closeSync(stdin)
  }
}
