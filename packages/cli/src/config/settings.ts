/** The values of auditd.conf that anything here depends on, and what they are before the file is read. */

/** Disk space asked for: an amount, or a share of the file system. */
export interface SpaceLeft {
  readonly amount: bigint
  readonly percent: boolean
}

/** Values as read so far; a failing line leaves them as they are (spec 01 §2.1). */
export interface AuditdSettings {
  /** Latin1 text of the path's bytes. */
  logFile: string
  logGroup: bigint
  /** Seconds. */
  eventTimeout: bigint
  writeLogs: boolean
  verifyEmail: boolean
  flush: string
  freq: bigint
  spaceLeft: SpaceLeft
  adminSpaceLeft: SpaceLeft
}

/** The built-in values. `flush` is none here whatever auditd itself takes (spec 01 §B.4 holds only then). */
export function defaultSettings(): AuditdSettings {
  return {
    logFile: '/var/log/audit/audit.log',
    logGroup: 0n,
    eventTimeout: 2n,
    writeLogs: true,
    verifyEmail: true,
    flush: 'none',
    freq: 0n,
    spaceLeft: { amount: 0n, percent: false },
    adminSpaceLeft: { amount: 0n, percent: false },
  }
}
