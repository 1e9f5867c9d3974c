/** What both commands do around their run: the process as a value, output that cannot be written, and signals. */
import { fstatSync, statSync, writeSync } from 'node:fs'
import { machine } from 'node:os'
import { terminalSafe } from '@ts-audit/auparse'
import { OutputError } from '../output/output.ts'
import { systemErrorText } from '../output/system-text.ts'
import type { CommandEnvironment } from './environment.ts'

const STDOUT = 1
const STDERR = 2
const NULL_DEVICE = '/dev/null'
/** Milliseconds between two tries on a stderr that is not ready. */
const RETRY_DELAY = 1
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Runs a command in this process and sets its exit status. When the reader of standard output is gone the process ends
 * by SIGPIPE, silently, as the C commands do (spec 01 §9); other write errors are said on stderr. A `threadScript` is a
 * module that calls `serveThread` when it runs in a thread; without one the command has no threads.
 */
export async function runCommand(
  name: string,
  run: (environment: CommandEnvironment) => Promise<number>,
  threadScript?: URL,
): Promise<void> {
  // What a run waits for may hold no process, such as what another thread is going to say: an end before it has come would look
  // like a search without output.
  const hold = setInterval(() => {}, LONGEST_TIMER)
  try {
    process.exitCode = await run({ ...processEnvironment(), threadScript })
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    if (error.code === 'EPIPE') endBySignal('SIGPIPE')
    else {
      note(`${name}: write error: ${systemErrorText(error.code)}\n`)
      process.exitCode = error.status
    }
  } finally {
    clearInterval(hold)
  }
  // A read that still waits on a silent pipe must not keep the process.
  process.exit()
}

function processEnvironment(): CommandEnvironment {
  return {
    tokens: process.argv.slice(2).map((token) => Buffer.from(token).toString('latin1')),
    variables: process.env,
    machine: machine(),
    note: isTerminal(STDERR) ? (text) => note(safeText(text)) : note,
    showProgress: note,
    isTerminal,
    terminalWidth: () => (isTerminal(STDOUT) ? process.stdout.columns : undefined),
    stdin: 0,
    stdout: 1,
    interrupted,
  }
}

/** Asks what loads sockets and streams only where the answer may be yes: that takes as long as a short search. */
function isTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isCharacterDevice() || stats.rdev === statSync(NULL_DEVICE).rdev) return false
  } catch {
    return false
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor)
}

/** From then on these signals end a run in order; a second one ends the process at once. */
function interrupted(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

/** Messages quote logs, file names and arguments: on a terminal none of these may steer it. */
function safeText(text: string): string {
  return Buffer.from(terminalSafe(Buffer.from(text, 'latin1'))).toString('latin1')
}

/**
 * Messages are short and rare, so they are written at once. A reader that is slow is waited for, where stderr does not
 * block by itself (a socket, or a pipe that another process has set so); a stderr that is closed loses them.
 */
function note(text: string): void {
  const bytes = Buffer.from(text, 'latin1')
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(STDERR, bytes, written)
    } catch (error) {
      // There is nobody left to tell.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_DELAY)
    }
  }
}

/** Node ignores SIGPIPE; adding and removing a listener gives the signal its default action back. */
function endBySignal(signal: 'SIGPIPE'): void {
  const listener = (): void => {}
  process.on(signal, listener)
  process.off(signal, listener)
  process.kill(process.pid, signal)
}
