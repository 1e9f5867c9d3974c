/** The compression programs of this machine: independent writers and readers. */
import { spawnSync } from 'node:child_process'

/** Whether a program is installed: tests that need a missing one are skipped. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined
}

/** What became of a program that was given `input`. */
export interface ProgramRun {
  readonly status: number | null
  readonly output: Uint8Array
}

/** Runs a command line; without its complaints. */
export function runProgram(command: string, input: Uint8Array): ProgramRun {
  const [program = '', ...args] = command.split(' ')
  const { status, stdout } = spawnSync(program, args, { input, maxBuffer: 1 << 30 })
  return { status, output: stdout }
}
