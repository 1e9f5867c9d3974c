/** Exit statuses of ts-ausearch: the reference's (spec 01 §9), and those of `--strict-exit`. */
import type { LogCounters } from '@ts-audit/log'

/** How a search ended. */
export interface SearchOutcome {
  readonly found: boolean
  readonly inputFailed: boolean
  readonly malformed: LogCounters['malformed']
}

const STRICT_EXIT = '--strict-exit'
const STRICT_USAGE = 2
const STRICT_INPUT = 3
const STRICT_MALFORMED = 4

/** The status of a search; the reference answers every failure as if nothing was found. */
export function searchStatus({ found, inputFailed, malformed }: SearchOutcome, strict: boolean): number {
  if (inputFailed) return strict ? STRICT_INPUT : 1
  if (strict && Object.values(malformed).some((lines) => lines > 0)) return STRICT_MALFORMED
  return found ? 0 : 1
}

/** The status of a command line that was not run; a mistake may stand before the option that asks for its status. */
export function usageStatus(status: number, tokens: readonly string[]): number {
  return status !== 0 && tokens.includes(STRICT_EXIT) ? STRICT_USAGE : status
}
