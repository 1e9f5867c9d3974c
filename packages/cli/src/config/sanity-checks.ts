/** Checks of values against each other, after the last line (spec 01 §B.4). */
import type { CheckTarget } from './check.ts'
import { directoryName } from './log-file-check.ts'
import type { AuditdSettings } from './settings.ts'

const INCREMENTAL: ReadonlySet<string> = new Set(['incremental', 'incremental_async'])
const UNCOUNTED: ReadonlySet<string> = new Set(['data', 'sync'])

/** True when the values go together; says the first thing that fails, or warns. */
export function saneTogether({ settings, say }: CheckTarget): boolean {
  const error = contradiction(settings)
  if (error !== undefined) {
    say(error)
    return false
  }
  if (UNCOUNTED.has(settings.flush) && settings.freq !== 0n) {
    say('Warning - freq is non-zero and incremental flushing not selected.')
  }
  return true
}

function contradiction(settings: AuditdSettings): string | undefined {
  const { spaceLeft, adminSpaceLeft } = settings
  if (!spaceLeft.percent && !adminSpaceLeft.percent && spaceLeft.amount <= adminSpaceLeft.amount) {
    return `Error - space_left(${spaceLeft.amount}) must be larger than admin_space_left(${adminSpaceLeft.amount})`
  }
  if (INCREMENTAL.has(settings.flush) && settings.freq === 0n) {
    return 'Error - incremental flushing chosen, but 0 selected for freq'
  }
  if (settings.logGroup !== 0n && directoryName(settings.logFile) === '/var/log') {
    return "Error - log_file is directly in /var/log and chgrp will alter a system directory's permissions. Use another directory."
  }
  return undefined
}
