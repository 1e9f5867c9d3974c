/** Commands as users run them: built ones and the installed reference. Texts are latin1. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** What a command line came to. */
export interface Outcome {
  readonly status: number | NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How a command is started. */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** A shell script whose output is piped into the command; without it stdin is empty and no pipe. */
  readonly pipe?: string
}

/** Runs any command line; with `pipe`, after a real shell pipe. Of the environment only what is named here is kept. */
export function run(commandLine: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [command = '', ...args] =
    options.pipe === undefined ? commandLine : ['sh', '-c', `${options.pipe} | "$@"`, 'sh', ...commandLine]
  const { PATH, NODE_OPTIONS } = process.env
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH, ...(NODE_OPTIONS && { NODE_OPTIONS }), LC_ALL: 'C', TZ: 'UTC', ...options.env },
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

/** The path of an installed command, or undefined. */
export function installed(command: string): string | undefined {
  return ['/usr/sbin', '/sbin', '/usr/bin'].map((folder) => path.join(folder, command)).find(existsSync)
}

function latin1(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('latin1')
}
