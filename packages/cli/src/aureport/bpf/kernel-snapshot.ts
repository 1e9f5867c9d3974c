/** What the kernel itself says is loaded: a saved snapshot, or bpftool's answer. */
import { spawnSync } from 'node:child_process'
import { systemErrorText } from '../../output/system-text.ts'
import { RunError } from '../../run/run-error.ts'
import { LIVE } from './settings.ts'
import { FILE_LIMIT, readSmallFile } from './small-file.ts'

const PROGRAM = 'bpftool'
/** `-f` adds the paths of pinned programs. */
const ARGUMENTS: readonly string[] = ['-j', '-f', 'prog', 'show']
/** Milliseconds. */
const PATIENCE = 30_000
/** Characters of what bpftool complains about that are passed on. */
const COMPLAINT_LENGTH = 200

/**
 * The output of `bpftool -j prog show`, as latin1.
 *
 * @param source a file, or `live` to run bpftool
 * @throws {RunError} when there is none
 */
export function readSnapshot(source: string): string {
  return source === LIVE ? askKernel() : readSmallFile(source)
}

function askKernel(): string {
  const { error, status, signal, stdout, stderr } = spawnSync(PROGRAM, ARGUMENTS, {
    encoding: 'latin1',
    maxBuffer: FILE_LIMIT,
    timeout: PATIENCE,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (error !== undefined) throw new RunError(`${failureText(error)}\n`, 1)
  if (status === 0) return stdout
  const reason = complaint(stdout, stderr) ?? (signal === null ? `status ${status}` : `signal ${signal}`)
  throw new RunError(`${PROGRAM} could not list the programs: ${reason}\n`, 1)
}

function failureText({ code = 'EIO' }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') {
    return `${PROGRAM} is not installed: save the output of "${PROGRAM} -j prog show" on the machine in question, and give the file`
  }
  if (code === 'ENOBUFS') return `${PROGRAM} printed more than ${FILE_LIMIT >> 20} MB`
  if (code === 'ETIMEDOUT') return `${PROGRAM} has not answered in ${PATIENCE / 1000} seconds`
  return `${PROGRAM} could not be run: ${systemErrorText(code)}`
}

/** What bpftool says of itself: `{"error":"…"}` on stdout with `-j`, else text on stderr. */
function complaint(stdout: string, stderr: string): string | undefined {
  const said = /"error":\s?"([^"]{1,200})"/.exec(stdout.slice(0, 4096))?.[1] ?? stderr.trim()
  const line = said
    .split('\n')[0]
    ?.replace(/[^ -~]/g, '?')
    .slice(0, COMPLAINT_LENGTH)
  return line === '' ? undefined : line
}
