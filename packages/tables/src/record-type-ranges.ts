// The blocks of record type numbers, as the kernel's include/uapi/linux/audit.h divides them.

/** The first and the last number of a block. */
export type RecordTypeRange = readonly [first: number, last: number]

const FIRST_DAEMON = 1200
const LAST_DAEMON = 1299

/** Messages of trusted programs in user space. */
export const USER_MESSAGES = [1100, 1199] as const

/** What auditd writes of itself; these records have auditd's serial numbers, not the kernel's. */
export const DAEMON_MESSAGES = [FIRST_DAEMON, LAST_DAEMON] as const

/** SELinux and labelled networking. */
export const MAC_MESSAGES = [1400, 1499] as const

/** The kernel's cryptography. */
export const KERNEL_CRYPTO = [1600, 1699] as const

/** Anomalies the kernel has seen. */
export const KERNEL_ANOMALIES = [1700, 1799] as const

/** The kernel's integrity checks. */
export const KERNEL_INTEGRITY = [1800, 1899] as const

/** More messages of user space: the blocks below and what will follow them. */
export const MORE_USER_MESSAGES = [2100, 2999] as const

/** Anomalies that programs have seen. */
export const USER_ANOMALIES = [2100, 2199] as const

/** What programs did about anomalies. */
export const ANOMALY_RESPONSES = [2200, 2299] as const

/** Labels and roles, as programs report them. */
export const USER_LABELS = [2300, 2399] as const

/** Cryptography in user space. */
export const USER_CRYPTO = [2400, 2499] as const

/** Virtual machines and containers. */
export const VIRTUALIZATION = [2500, 2599] as const

/** Whether auditd itself wrote records of this type (1200 to 1299). */
export function isDaemonType(type: number): boolean {
  return type >= FIRST_DAEMON && type <= LAST_DAEMON
}
