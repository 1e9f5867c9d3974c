/** For tests: the report of a log. */
import { LogReader } from '@ts-audit/log'
import type { BpfReport } from '../report/report.ts'
import { type BpfTrackerOptions, createBpfTracker } from '../tracker.ts'

/**
 * What a tracker says of all of a log.
 * @param log its bytes, as a string in latin1
 */
export function reportOf(log: string | Uint8Array, options: BpfTrackerOptions = {}): BpfReport {
  const tracker = createBpfTracker(options)
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(typeof log === 'string' ? Buffer.from(log, 'latin1') : log)
  reader.end()
  return tracker.finish()
}

/** Of a log with these lines. */
export function reportOfLines(lines: readonly string[]): BpfReport {
  return reportOf(`${lines.join('\n')}\n`)
}
