// The blocks of record type numbers, as the comment at the head of the kernel's include/uapi/linux/audit.h divides them.

/** The first and the last number of a block, both included. */
export type RecordTypeRange = readonly [first: number, last: number]

const FIRST_DAEMON = 1200
const LAST_DAEMON = 1299

/** Where the second block of user space begins. */
export const FIRST_OF_MORE_USER_MESSAGES = 2100

/** Where the numbers end. */
export const LAST_RECORD_TYPE = 2999

/** Messages of trusted programs in user space. */
export const USER_MESSAGES = [1100, 1199] as const

/** The audit daemon's own messages. */
export const DAEMON_MESSAGES = [FIRST_DAEMON, LAST_DAEMON] as const

/** SELinux and labelled networking. */
export const MAC_MESSAGES = [1400, 1499] as const

/** Cryptography in the kernel. */
export const KERNEL_CRYPTO = [1600, 1699] as const

/** Anomalies that the kernel noticed. */
export const KERNEL_ANOMALIES = [1700, 1799] as const

/** Integrity checks of the kernel. */
export const KERNEL_INTEGRITY = [1800, 1899] as const

/** The second block of user space: the five below and what is not assigned yet. */
export const MORE_USER_MESSAGES = [FIRST_OF_MORE_USER_MESSAGES, LAST_RECORD_TYPE] as const

/** Anomalies that programs noticed. */
export const USER_ANOMALIES = [FIRST_OF_MORE_USER_MESSAGES, 2199] as const

/** What was done about anomalies. */
export const ANOMALY_RESPONSES = [2200, 2299] as const

/** Labels and roles, as programs report them. */
export const USER_LABELS = [2300, 2399] as const

/** Cryptography in user space. */
export const USER_CRYPTO = [2400, 2499] as const

/** Virtual machines and containers. */
export const VIRTUALIZATION = [2500, 2599] as const

/** Whether `type` is in the range. */
export function isInRange(type: number, [first, last]: RecordTypeRange): boolean {
  return type >= first && type <= last
}

/** Whether `type` is one of the audit daemon's own (1200 to 1299). */
export function isDaemonType(type: number): boolean {
  return type >= FIRST_DAEMON && type <= LAST_DAEMON
}
