/** Asks bpftool, which may take longer than most programs live: one process answers for all that wait. */
import { execFile } from 'node:child_process'
import { readBpftool } from '@ts-audit/bpf'
import type { KernelProgram } from './answer.ts'

const PATIENCE = 10_000
const MOST_BYTES = 64 << 20
/** A plugin of auditd has no environment. */
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

/** The programs that are there, and the process that has said so. */
export interface BpftoolList {
  readonly programs: ReadonlyMap<number, KernelProgram>
  readonly pid: number | undefined
}

/**
 * Runs `bpftool -j prog show`.
 *
 * @param onStart told the process, whose calls are in the log
 * @throws Error that says why there is no list
 */
export function askBpftool(onStart: (pid: number) => void): Promise<BpftoolList> {
  return new Promise((resolve, reject) => {
    const environment = { PATH: process.env['PATH'] ?? PATH }
    const options = {
      encoding: 'latin1',
      maxBuffer: MOST_BYTES,
      timeout: PATIENCE,
      env: environment,
    } as const
    const child = execFile('bpftool', ['-j', '-f', 'prog', 'show'], options, (error, stdout) => {
      if (error !== null) {
        reject(error)
        return
      }
      try {
        const programs = new Map(
          [...readBpftool(stdout)].map(([id, program]) => [id, program as KernelProgram]),
        )
        resolve({ programs, pid: child.pid })
      } catch (failure) {
        reject(failure)
      }
    })
    if (child.pid !== undefined) onStart(child.pid)
  })
}
