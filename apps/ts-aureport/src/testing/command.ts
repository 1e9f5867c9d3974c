/** For tests: the command as users run it, in this process, and as the installed reference. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runAureport } from '@ts-audit/cli'

/** The built command. */
export const builtCommand = fileURLToPath(new URL('../../dist/ts-aureport.js', import.meta.url))

/** What a command line came to; texts are latin1. */
export interface Outcome {
  readonly status: number | NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How a command is started. */
export interface RunOptions {
  readonly cwd?: string
  /** A shell script whose output is piped into the command; without it stdin is empty and no pipe. */
  readonly pipe?: string
}

/** Runs the built `ts-aureport ARGS`. */
export function tsAureport(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run([process.execPath, builtCommand, ...args], options)
}

/** Runs any command line; with `pipe`, behind a real shell pipe. */
export function run(commandLine: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [command = '', ...args] =
    options.pipe === undefined ? commandLine : ['sh', '-c', `${options.pipe} | "$@"`, 'sh', ...commandLine]
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
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

/** Runs the command in this process: hundreds a second. `file` takes its standard output. */
export async function runInProcess(tokens: readonly string[], file: string): Promise<Outcome> {
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  let stderr = ''
  const note = (text: string): void => {
    stderr += text
  }
  const status = await runAureport({
    tokens,
    variables: { LC_ALL: 'C', TZ: 'UTC' },
    machine: 'x86_64',
    isTerminal: () => false,
    note,
    stdin,
    stdout,
  })
  closeSync(stdout)
  closeSync(stdin)
  return { status, stdout: readFileSync(file, 'latin1'), stderr }
}

/** stderr without what it says of a machine whose auditd.conf is missing (spec 01 §2.1). */
export function withoutConfigurationNotes(stderr: string): string {
  return stderr.replace(/^Config file .* doesn't exist, skipping\n/, '')
}

/** The path of an installed command, or undefined. */
export function installed(command: string): string | undefined {
  return ['/usr/sbin', '/sbin', '/usr/bin'].map((folder) => path.join(folder, command)).find(existsSync)
}

function latin1(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('latin1')
}
