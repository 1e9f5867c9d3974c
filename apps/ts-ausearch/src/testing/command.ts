/** For tests: `ts-ausearch` as users run it and in this process, and the tables of cases in fixtures/. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runAusearch } from '@ts-audit/cli'
import { type Outcome, type RunOptions, run } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { runInProcess as runCommand } from '@ts-audit/testing/in-process'

/** The built command. */
export const builtCommand = fileURLToPath(new URL('../../dist/ts-ausearch.js', import.meta.url))

/** The command in one file. */
export const standaloneCommand = fileURLToPath(new URL('../../standalone/ts-ausearch.js', import.meta.url))

/** Runs the built `ts-ausearch ARGS`. */
export function tsAusearch(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run([process.execPath, builtCommand, ...args], options)
}

/** Runs `ts-ausearch TOKENS` in this process; `file` takes its standard output. */
export function runInProcess(
  tokens: readonly string[],
  file: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const asBytes = tokens.map((token) => Buffer.from(token).toString('latin1'))
  return runCommand(runAusearch, asBytes, file, variables)
}

/** A row of a `cases.tsv` (see fixtures/README.md). */
export interface Case extends Outcome {
  readonly name: string
  readonly folder: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** The cases of `fixtures/FOLDER`. */
export function readCases(folder: string): Case[] {
  const base = path.join(fixtures, folder)
  const text = (file: string | undefined): string =>
    file ? readFileSync(path.join(base, file), 'latin1') : ''
  const [, ...rows] = readFileSync(path.join(base, 'cases.tsv'), 'utf8').trimEnd().split('\n')
  return rows.map((row) => {
    const [name = '', , args = '[]', env = '', exit = '', stdoutFile, stderrFile] = row.split('\t')
    return {
      name,
      folder: base,
      args: JSON.parse(args),
      env: Object.fromEntries(env.split(' ').map((pair) => pair.split('=') as [string, string])),
      status: Number(exit),
      stdout: text(stdoutFile),
      stderr: text(stderrFile),
    }
  })
}
