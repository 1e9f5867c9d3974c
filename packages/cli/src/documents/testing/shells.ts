/** For tests: real shells, asked what they offer for a line when a completion script is loaded. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A shell that a test can ask. */
export interface Shell {
  readonly name: 'bash' | 'zsh' | 'fish'
  /** Why the test is skipped; undefined when the shell is here. */
  readonly missing: string | undefined
  /** The words offered at the end of the line, in `folder`, which is the working directory. */
  readonly offers: (script: string, line: string) => string[]
}

export const shells: readonly Shell[] = [
  shell('bash', ({ script, line }) => ['--norc', beside('ask-bash.bash'), script, line]),
  shell('zsh', ({ script, line, folder }) => ['-f', beside('ask-zsh.zsh'), script, line, folder]),
  shell('fish', ({ script, line }) => [
    '--no-config',
    '-c',
    'source $argv[1]; complete -C $argv[2]',
    script,
    line,
  ]),
]

interface Question {
  readonly script: string
  readonly line: string
  readonly folder: string
}

function shell(name: Shell['name'], command: (question: Question) => string[]): Shell {
  return { name, missing: missingReason(name), offers: (script, line) => ask(name, command, script, line) }
}

/** Nothing to say when the program is installed. */
export function missingReason(program: string): string | undefined {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
    ? undefined
    : `${program} is not installed`
}

function ask(
  name: Shell['name'],
  command: (question: Question) => string[],
  text: string,
  line: string,
): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'))
  try {
    const script = join(folder, `script.${name}`)
    writeFileSync(script, text)
    writeFileSync(join(folder, 'audit.log'), '')
    const env = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8', TERM: 'dumb' }
    const answer = execFileSync(name, command({ script, line, folder }), {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 30_000,
    })
    return answer
      .split('\n')
      .filter((offer) => offer.trim() !== '')
      .map(offeredWord)
      .sort()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Without fish's description, the blanks zsh pads with, and the items of a list that were there before. */
function offeredWord(offer: string): string {
  return offer.replace(/\t.*/, '').trim().replace(/^.*,/, '')
}

function beside(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
