/** The thresholds of findings and boots as options: `loadBurst` is `--load-burst`. */
import type { BpfThresholds } from '@ts-audit/bpf'

/** A threshold as an option. */
export interface ThresholdOption {
  readonly threshold: keyof BpfThresholds
  readonly option: `--${string}`
  readonly placeholder: string
  /** What it decides; the default comes after it. */
  readonly meaning: string
  readonly fallback: number
  readonly least: number
  readonly most: number
}

interface Unit {
  readonly placeholder: string
  readonly least: number
  readonly most: number
}

const COUNT: Unit = { placeholder: 'count', least: 1, most: 1_000_000 }
/** A hundred years. */
const MILLISECONDS: Unit = { placeholder: 'milliseconds', least: 0, most: 3_155_760_000_000 }
const SHARE: Unit = { placeholder: 'share', least: 0, most: 1 }

/** `fallback` repeats the library's default: help and completions must not load the library. A test compares them. */
const THRESHOLDS: Readonly<
  Record<keyof BpfThresholds, readonly [unit: Unit, fallback: number, meaning: string]>
> = {
  loadBurst: [COUNT, 50, 'loads of one loader that make a burst, when they come within --load-burst-ms'],
  loadBurstMs: [MILLISECONDS, 10_000, 'the time within which loads make a burst'],
  failedBurst: [
    COUNT,
    5,
    'failed loads of one loader that count as probing of the verifier, when they come within --failed-burst-ms',
  ],
  failedBurstMs: [MILLISECONDS, 60_000, 'the time within which failed loads count as probing'],
  pinWithinMs: [
    MILLISECONDS,
    10_000,
    'a program counts as pinned when OBJ_PIN by its loader follows within this time',
  ],
  outlivesByMs: [
    MILLISECONDS,
    1_000,
    "a program outlives its loader when it is there this long after the loader's exit",
  ],
  goneAfterKillMs: [
    MILLISECONDS,
    5_000,
    'programs unloaded within this time after a signal to their loader were ended by it',
  ],
  tamperWithinMs: [
    MILLISECONDS,
    600_000,
    'a change of auditing counts as tampering when BPF was used within this time before or after it',
  ],
  shortLivedMs: [MILLISECONDS, 10_000, 'programs of systemd that live at most this long are folded'],
  gapSerials: [COUNT, 50, 'missing serial numbers in a row that count as lost records'],
  noSyscallShare: [
    SHARE,
    0.5,
    'share of loads without a SYSCALL record from which auditing of system calls counts as off',
  ],
  bootQuietMs: [
    MILLISECONDS,
    5_000,
    'after this long without an event a serial number that falls at all means a new boot',
  ],
  bootConfirmMs: [
    MILLISECONDS,
    300_000,
    "a SYSTEM_BOOT or KERNEL record this long after a boot's first event still belongs to it",
  ],
  settleMs: [
    MILLISECONDS,
    10_000,
    'how long an UNLOAD waits for a LOAD of lower serial that is stamped later',
  ],
}

/** All thresholds. */
export const thresholdOptions: readonly ThresholdOption[] = (
  Object.keys(THRESHOLDS) as (keyof BpfThresholds)[]
).map((threshold) => {
  const [unit, fallback, meaning] = THRESHOLDS[threshold]
  return { threshold, option: `--${kebabCase(threshold)}`, meaning, fallback, ...unit }
})

/**
 * The value of a threshold option.
 *
 * @returns undefined when the text is no number that the option can have
 */
export function thresholdValue(
  { least, most, placeholder }: ThresholdOption,
  text: string,
): number | undefined {
  if (!(placeholder === 'share' ? /^\d(?:\.\d{1,9})?$/ : /^\d{1,13}$/).test(text)) return undefined
  const value = Number(text)
  return value < least || value > most ? undefined : value
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
