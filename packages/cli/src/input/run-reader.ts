/** What a run asks of the reader of its log. */
import type { InputReader, PlainReader } from '@ts-audit/inputs'

/** A reader of every form, or of auditd's log alone. */
export type RunReader = Pick<
  InputReader,
  | 'push'
  | 'settle'
  | 'endFile'
  | 'end'
  | 'endAtCheckpoint'
  | 'flushIdle'
  | 'buffersInFlight'
  | 'bytesRead'
  | 'eventsInFlight'
  | 'tableBytes'
  | 'counters'
  | 'report'
  | 'choice'
> &
  Partial<Pick<PlainReader, 'catchUp'> & Pick<InputReader, 'isUndecided'>>
