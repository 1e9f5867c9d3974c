/** For tests: `ts-aureport` as users run it, and in this process. */
import { fileURLToPath } from 'node:url'
import { runAureport } from '@ts-audit/cli'
import { type Outcome, type RunOptions, run } from '@ts-audit/testing/command'
import { runInProcess as runCommand } from '@ts-audit/testing/in-process'

/** The built command. */
export const builtCommand = fileURLToPath(new URL('../../dist/ts-aureport.js', import.meta.url))

/** Runs the built `ts-aureport ARGS`. */
export function tsAureport(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run([process.execPath, builtCommand, ...args], options)
}

/** Runs `ts-aureport TOKENS` in this process; `file` takes its standard output. */
export function runInProcess(tokens: readonly string[], file: string): Promise<Outcome> {
  return runCommand(runAureport, tokens, file)
}
