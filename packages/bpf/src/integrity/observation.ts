/** What was seen of a log as evidence: one thing at one place, with what it can come from. */
import type { Severity } from '../fields/finding.ts'

/** What can be seen. */
export const OBSERVATION_KINDS = [
  /** The log begins inside a boot. */
  'begins-inside',
  /** The log ends without the end of auditd. */
  'ends-open',
  /** Serial numbers that no event has. */
  'missing-serials',
  /** Most serial numbers are missing: a selection of a log. */
  'selection',
  /** Numbers of auditd's own records that none has. */
  'missing-daemon-records',
  /** Messages that the kernel or auditd says were lost. */
  'lost-messages',
  /** A record that its event must have had. */
  'missing-record',
  /** Two records in one line. */
  'joined-line',
  /** A record that ends, or goes on, as no other of its type. */
  'cut-line',
  /** A line that is no record. */
  'malformed-line',
  /** The log goes back. */
  'order',
  /** Events that are there more than once. */
  'repeated',
  /** auditd has started. */
  'daemon-start',
  /** auditd has ended. */
  'daemon-end',
  /** auditd has started without having ended. */
  'daemon-killed',
  /** auditd had stopped writing, and was told to go on. */
  'daemon-resumed',
  /** auditd has begun another file. */
  'rotation',
  /** Auditing was switched off. */
  'auditing-off',
  /** Auditing was switched on, or locked. */
  'auditing-on',
  /** A rule was taken away. */
  'rule-removed',
  /** A rule was added. */
  'rule-added',
  /** Another part of the configuration was changed. */
  'configuration',
  /** The clock was set back, by the times of the events. */
  'clock-back',
  /** The clock was set, by a record that says so. */
  'clock-set',
  /** A kernel module was loaded or removed: what happened beside, no sign of anything. */
  'module',
  /** BPF programs that the log does not account for. */
  'bpf',
] as const
export type ObservationKind = (typeof OBSERVATION_KINDS)[number]

/** A line of one of the files that were read. */
export interface LinePlace {
  readonly file?: string
  /** Counted from 1. */
  readonly line: number
}

/** One thing that was seen. Text is latin1. */
export interface Observation {
  readonly kind: ObservationKind
  /** `info` for what belongs to a log, `low` for what loss and rotation bring about, more where they explain it badly. */
  readonly severity: Severity
  readonly sentence: string
  readonly node?: string
  readonly boot?: number
  /** Milliseconds since 1970-01-01 UTC; absent where no time is known. */
  readonly time?: number
  readonly place?: LinePlace
  /** How many events, records or lines are meant. */
  readonly count: number
  /** The ids of the events between which, or in which, it is. */
  readonly events: readonly string[]
  /** What can bring it about, the likeliest first: none of it is shown by the log alone. */
  readonly causes: readonly string[]
  /** Serial numbers that are missing. */
  readonly firstSerial?: number
  readonly lastSerial?: number
}
