/** For tests: `ts-aureport --serve` as users run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { builtCommand } from './command.ts'

/** A server that runs, and where its page is. */
export interface Served {
  readonly child: ChildProcess
  readonly address: string
}

/** Runs the built `ts-aureport --serve ARGS` until it has told its address. */
export async function serve(args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [builtCommand, '--serve', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for await (const piece of child.stdout ?? []) {
    printed += String(piece)
    if (printed.endsWith('\n')) break
  }
  return { child, address: printed.trim() }
}

/** Ends it as Ctrl-C does; gives its exit status. */
export async function endServe({ child }: Served): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await ended
  return child.exitCode
}
