/** One boot of one node, as far as the log shows it. */

import { BlindStretches } from './blind-stretches.ts'
import { LoadIds } from './load-ids.ts'

/** What made the tracker begin a new boot, or confirmed one that had begun. */
export type BootSign =
  /** The first events of this node in the log: not known to be a boot's beginning. */
  | 'log-start'
  /** A SYSTEM_BOOT record (type 1127). */
  | 'system-boot'
  /** The kernel's own first record (type 2000). */
  | 'kernel-initialized'
  /** Serial numbers started over. */
  | 'serial-restart'
  /** Serial numbers fell after auditd was started. */
  | 'daemon-start'
  /** auditd was started under another kernel release. */
  | 'kernel-changed'
  /** A program was loaded under an id that is in use, or far below the ids in use. */
  | 'prog-id-restart'
  /** The input names the boot of its records, as the journal does: this one is certain. */
  | 'boot-id'

/** A boot while the log is read. Times are milliseconds since 1970-01-01 UTC. */
export interface Boot {
  readonly node: string | undefined
  /** Counted from 1 for each node. */
  readonly index: number
  readonly signs: BootSign[]
  firstTime: number
  lastTime: number
  firstEvent: string
  minSerial: number
  maxSerial: number
  events: number
  kernel: string | undefined
  /** The id that the input gives the boot. */
  id: string | undefined
  /** UNLOADs with `prog-id=0`. */
  unidentifiedUnloads: number
  lastUnidentifiedTime: number
  /** When records were last seen to be missing. */
  lastGapTime: number
  /** When messages were last reported as lost. */
  lastLossTime: number
  /** When auditing was last off, while it is known that it was. */
  lastBlindTime: number
  readonly blind: BlindStretches
  /** Whether auditd was seen to start before any other event. */
  beginsWithStart: boolean
  /** Changes of the audit configuration, and starts and ends of auditd. */
  changes: number
  /** Whether auditd was stopped while events went on. */
  wasInterrupted: boolean
  readonly ids: LoadIds
  largestGap: SerialGap | undefined
}

/** Serial numbers that are not in the log. */
export interface SerialGap {
  readonly missing: number
  /** The events on its two sides. */
  readonly from: string
  readonly to: string
}

/** A boot of which nothing has been seen yet. */
export function newBoot(node: string | undefined, index: number, sign: BootSign): Boot {
  return {
    node,
    index,
    signs: [sign],
    firstTime: 0,
    lastTime: 0,
    firstEvent: '',
    minSerial: 0,
    maxSerial: 0,
    events: 0,
    kernel: undefined,
    id: undefined,
    unidentifiedUnloads: 0,
    lastUnidentifiedTime: 0,
    lastGapTime: 0,
    lastLossTime: 0,
    lastBlindTime: 0,
    blind: new BlindStretches(),
    beginsWithStart: false,
    changes: 0,
    wasInterrupted: false,
    ids: new LoadIds(),
    largestGap: undefined,
  }
}
