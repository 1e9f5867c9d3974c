/** What the daemon knows when it is started again: which programs were loaded, and which processes were its own. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LoadedProgram } from './program-watch.ts'

const FORM = 'ts-aubpfd-state/1'
/** Process ids of so many earlier lives are remembered. */
const MOST_PIDS = 64

/** The state on disk. */
export interface SavedState {
  /** The kernel's name for this boot: programs do not outlive it. */
  readonly boot: string
  readonly loaded: readonly LoadedProgram[]
  readonly pids: readonly number[]
}

/** The boot that is running. */
export function currentBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    return ''
  }
}

/** The state of this boot; of another one, or of a file that is damaged, nothing is known. */
export function readState(file: string, boot: string): SavedState {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<SavedState> & { form?: string }
    if (
      value.form === FORM &&
      value.boot === boot &&
      Array.isArray(value.loaded) &&
      Array.isArray(value.pids)
    ) {
      return { boot, loaded: value.loaded, pids: value.pids.filter((pid) => Number.isSafeInteger(pid)) }
    }
  } catch {}
  return { boot, loaded: [], pids: [] }
}

/** Writes it whole or not at all. */
export function writeState(file: string, { pids, ...state }: SavedState): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 })
  const text = JSON.stringify({ form: FORM, ...state, pids: pids.slice(-MOST_PIDS) })
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
