/** For tests: the built command as users run it, and the tables of cases in fixtures/. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const fixtures = fileURLToPath(new URL('../../../../fixtures/', import.meta.url))
/** The built command. */
export const builtCommand = fileURLToPath(new URL('../../dist/ts-ausearch.js', import.meta.url))

/** What a command line came to; texts are latin1. */
export interface Outcome {
  readonly status: number | NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How the command is started. */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** A shell script whose output is piped into the command; without it stdin is empty and no pipe. */
  readonly pipe?: string
}

/** Runs `ts-ausearch ARGS`. */
export function tsAusearch(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run([process.execPath, builtCommand, ...args], options)
}

/** Runs any command line; with `pipe`, behind a real shell pipe. */
export function run(commandLine: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [command = '', ...args] =
    options.pipe === undefined ? commandLine : ['sh', '-c', `${options.pipe} | "$@"`, 'sh', ...commandLine]
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => errors.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ status: code ?? signal, stdout: latin1(output), stderr: latin1(errors) })
    })
  })
}

/** stderr without what it says of a machine whose auditd.conf is missing (spec 01 §2.1). */
export function withoutConfigurationNotes(stderr: string): string {
  return stderr.replace(/^Config file .* doesn't exist, skipping\n/, '')
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

/** The path of an installed command, or undefined. */
export function installed(command: string): string | undefined {
  return ['/usr/sbin', '/sbin', '/usr/bin'].map((folder) => path.join(folder, command)).find(existsSync)
}

function latin1(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('latin1')
}
