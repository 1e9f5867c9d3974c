/** When auditing was switched off: what happened meanwhile is not known. */
import type { Stamp } from './stamp.ts'

/** From the change of the configuration to the next event. */
export interface BlindStretch {
  readonly from: Stamp
  /** Undefined where nothing follows. */
  readonly to: Stamp | undefined
}

/** A log of nothing but such changes must not fill the memory with them. */
const MOST = 1_000

/** The stretches of one boot. */
export class BlindStretches {
  readonly #ended: BlindStretch[] = []
  #open: Stamp | undefined

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  begin(from: Stamp): void {
    this.#open ??= from
  }

  /** An event of the kernel; true when it ends a stretch. */
  end({ seconds, milliseconds, serial }: Stamp): boolean {
    const from = this.#open
    if (from === undefined || (serial === from.serial && seconds === from.seconds)) return false
    this.#open = undefined
    if (this.#ended.length < MOST) this.#ended.push({ from, to: { seconds, milliseconds, serial } })
    return true
  }

  /** All of them, the one that is open last. */
  all(): readonly BlindStretch[] {
    return this.#open === undefined ? this.#ended : [...this.#ended, { from: this.#open, to: undefined }]
  }
}
