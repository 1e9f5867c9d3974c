/** Exit statuses of ts-ausearch: the reference's (spec 01 §9), and those of `--strict-exit`. */
import type { LogCounters } from '@ts-audit/log'
import { InputError } from '../input/input-error.ts'
import type { RunError } from '../run/run-error.ts'

const STRICT_EXIT = '--strict-exit'
const STRICT_USAGE = 2
const STRICT_INPUT = 3
const STRICT_MALFORMED = 4
const STRICT_OUTPUT = 5

/** What of its input a search could not use. */
export interface Unused {
  /** Some of the input could not be read. */
  readonly damaged: boolean
  readonly counters: Pick<LogCounters, 'malformed' | 'nulLines'>
  /** Lines or documents of another form than auditd's log that were damaged. */
  readonly damagedLines: number
  /** Events that were left out because a field in them could not be read. */
  readonly skippedEvents: number
}

/** The status of a search that came to its end. */
export function searchStatus(
  found: boolean,
  { damaged, counters, damagedLines, skippedEvents }: Unused,
  strict: boolean,
): number {
  if (strict && damaged) return STRICT_INPUT
  if (strict && (skippedEvents + damagedLines > 0 || isMalformed(counters))) return STRICT_MALFORMED
  return found ? 0 : 1
}

/** Lines that are no records, or that a NUL byte ends early, so that what follows it is not read. */
function isMalformed({ malformed, nulLines }: Unused['counters']): boolean {
  return nulLines > 0 || Object.values(malformed).some((lines) => lines > 0)
}

/** The status of a search that failed; the reference answers an input it cannot read as if nothing was found. */
export function failureStatus(failure: RunError | InputError, strict: boolean): number {
  if (failure instanceof InputError) return strict ? STRICT_INPUT : 1
  return failure.status
}

/** The status of a search whose results cannot be written; that of the reference says nothing of it. */
export function outputStatus(strict: boolean): number {
  return strict ? STRICT_OUTPUT : 1
}

/** The status of a command line that was not run; a mistake may stand before the option that asks for its status. */
export function usageStatus(status: number, tokens: readonly string[]): number {
  return status !== 0 && tokens.includes(STRICT_EXIT) ? STRICT_USAGE : status
}
