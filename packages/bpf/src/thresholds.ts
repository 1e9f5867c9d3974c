/** The numbers that findings and boots are judged by: named options with their defaults. */

/** Thresholds; the caller may set each. Times are in milliseconds. */
export interface BpfThresholds {
  /** Loads of one loader within {@link loadBurstMs} that count as a burst. */
  readonly loadBurst: number
  readonly loadBurstMs: number
  /** Failed loads of one loader within {@link failedBurstMs} that count as probing of the verifier. */
  readonly failedBurst: number
  readonly failedBurstMs: number
  /** An OBJ_PIN by the loader counts as pinning its program when it follows the LOAD within this time. */
  readonly pinWithinMs: number
  /** A program outlives its loader when it is unloaded this long after the loader's exit, or not at all. */
  readonly outlivesByMs: number
  /** Programs unloaded within this time after a signal to their loader were ended by it. */
  readonly goneAfterKillMs: number
  /** A change of auditing counts as tampering when BPF was used within this time before or after it. */
  readonly tamperWithinMs: number
  /** A systemd program that lives at most this long is folded in human views. */
  readonly shortLivedMs: number
  /** Missing serial numbers in a row that count as lost records. */
  readonly gapSerials: number
  /** Share of loads without a SYSCALL record (0 to 1) from which auditing of system calls counts as off. */
  readonly noSyscallShare: number
  /** After this long without an event, a serial number that falls at all means a new boot. */
  readonly bootQuietMs: number
  /** A SYSTEM_BOOT or KERNEL record this long after a boot's first event still confirms that boot. */
  readonly bootConfirmMs: number
  /** How long an UNLOAD without a LOAD waits for a LOAD of a lower serial number that is stamped later. */
  readonly settleMs: number
}

/** The defaults. */
export const DEFAULT_THRESHOLDS: BpfThresholds = {
  loadBurst: 50,
  loadBurstMs: 10_000,
  failedBurst: 5,
  failedBurstMs: 60_000,
  pinWithinMs: 10_000,
  outlivesByMs: 1_000,
  goneAfterKillMs: 5_000,
  tamperWithinMs: 600_000,
  shortLivedMs: 10_000,
  gapSerials: 50,
  noSyscallShare: 0.5,
  bootQuietMs: 5_000,
  bootConfirmMs: 300_000,
  settleMs: 10_000,
}
