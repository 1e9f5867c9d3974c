/** Commands in this process: hundreds of runs a second. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import type { Outcome } from './command.ts'

/** What the commands of the cli package are given. */
interface Surroundings {
  readonly tokens: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly machine: string
  readonly isTerminal: () => boolean
  readonly note: (text: string) => void
  readonly stdin: number
  readonly stdout: number
}

/**
 * Runs a command with an empty stdin that is no pipe. `tokens` are latin1, one character a byte; `file` takes its
 * standard output; `variables` are those of the environment beside the usual ones.
 */
export async function runInProcess(
  command: (surroundings: Surroundings) => Promise<number>,
  tokens: readonly string[],
  file: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  let stderr = ''
  try {
    const status = await command({
      tokens,
      variables: { LC_ALL: 'C', TZ: 'UTC', ...variables },
      machine: 'x86_64',
      isTerminal: () => false,
      note: (text) => {
        stderr += text
      },
      stdin,
      stdout,
    })
    return { status, stdout: readFileSync(file, 'latin1'), stderr }
  } finally {
    closeSync(stdout)
    closeSync(stdin)
  }
}
