/** For tests: the report of a log. */
import { LogReader } from '@ts-audit/log'
import type { BpfReport } from '../../report/report.ts'
import { createBpfTracker } from '../../tracker.ts'

/** What a tracker says of all of a log. */
export function reportOf(log: Uint8Array): BpfReport {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(log)
  reader.end()
  return tracker.finish()
}
