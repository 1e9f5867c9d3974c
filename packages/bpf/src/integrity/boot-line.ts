/** Divides the events of one node into boots, and tells a new boot from a log that goes back. */
import type { Mark } from './mark.ts'
import { SerialRuns } from './serial-runs.ts'

/** A boot, as far as serial numbers and times tell. */
export interface BootLine {
  readonly runs: SerialRuns
  readonly first: Mark
  firstTime: number
  lastTime: number
  events: number
  /** Whether a record says that the machine, or auditd, was starting before its first events. */
  begins: boolean
}

/** What the place of an event says. */
export type Step =
  | { readonly kind: 'on' | 'late' | 'boot' }
  /** It was there before. */
  | { readonly kind: 'repeat' }
  /** The log goes back in time, and is not in order. */
  | { readonly kind: 'back'; readonly from: Mark }
  /** The serial numbers go on, and the time goes back: the clock was set. */
  | { readonly kind: 'clock-back'; readonly from: Mark }

/** Milliseconds; events in flight are this far out of order at most. */
const SLACK_MS = 2_000
/** The clock was set where time falls by more. */
const CLOCK_MS = 1_500
/** Numbers of events in flight. */
const SLACK = 64
/** A part of the same boot may be missing up to this many numbers. */
const FAR = 100_000
/** A log that makes up boots must not fill the memory with them. */
const MOST_BOOTS = 10_000

/** Follows one node. */
export class BootLines {
  readonly boots: BootLine[] = []
  #current: BootLine | undefined
  #latest: Mark | undefined
  #daemonStarted = false

  /** auditd has been started: serial numbers that fall now are those of another boot. */
  daemonStarted(): void {
    this.#daemonStarted = true
  }

  get current(): BootLine | undefined {
    return this.#current
  }

  /** Takes an event that the kernel has numbered. */
  take(mark: Mark): Step {
    const step = this.#step(mark)
    const boot = this.#current
    if (boot !== undefined && step.kind !== 'repeat') {
      boot.events++
      if (mark.time > boot.lastTime) boot.lastTime = mark.time
      if (mark.time < boot.firstTime) boot.firstTime = mark.time
    }
    this.#latest = mark
    this.#daemonStarted = false
    return step
  }

  #step(mark: Mark): Step {
    const boot = this.#current
    if (boot === undefined) return this.#begin(mark, this.#daemonStarted)
    const { runs } = boot
    const { highest, lowest } = runs
    const isOtherInput = this.#latest !== undefined && this.#latest.input !== mark.input
    if (mark.serial > highest.serial) {
      const isBack = mark.time < highest.time - CLOCK_MS
      if (isBack && isOtherInput && mark.serial > highest.serial + SLACK) return this.#elsewhere(mark)
      runs.append(mark)
      return isBack ? { kind: 'clock-back', from: highest } : { kind: 'on' }
    }
    if (runs.fill(mark)) return { kind: 'late' }
    if (this.#daemonStarted && mark.time > boot.lastTime && mark.serial < highest.serial)
      return this.#begin(mark, true)
    if (mark.serial < lowest.serial) {
      if (mark.time > lowest.time + SLACK_MS) return this.#elsewhere(mark)
      const isBack = boot.events > SLACK || mark.time < lowest.time - SLACK_MS || isOtherInput
      const from = this.#latest ?? highest
      runs.prepend(mark)
      return isBack ? { kind: 'back', from } : { kind: 'late' }
    }
    if (mark.time > boot.lastTime || mark.time < boot.firstTime - SLACK_MS) return this.#elsewhere(mark)
    return { kind: 'repeat' }
  }

  /** It belongs to another boot: one that is known, or a new one. */
  #elsewhere(mark: Mark): Step {
    const from = this.#latest
    for (const boot of this.boots) {
      if (boot === this.#current || !isOf(boot, mark)) continue
      this.#current = boot
      const { runs } = boot
      if (mark.serial > runs.highest.serial) runs.append(mark)
      else if (mark.serial < runs.lowest.serial) runs.prepend(mark)
      else if (!runs.fill(mark)) return { kind: 'repeat' }
      return from === undefined ? { kind: 'on' } : { kind: 'back', from }
    }
    const isBack = from !== undefined && mark.time < from.time - SLACK_MS
    this.#begin(mark, this.#daemonStarted)
    return isBack ? { kind: 'back', from } : { kind: 'boot' }
  }

  #begin(mark: Mark, begins: boolean): Step {
    const boot: BootLine = {
      runs: new SerialRuns(mark),
      first: mark,
      firstTime: mark.time,
      lastTime: mark.time,
      events: 0,
      begins,
    }
    if (this.boots.length < MOST_BOOTS) this.boots.push(boot)
    this.#current = boot
    return { kind: 'boot' }
  }
}

/** Whether both its number and its time go before, after or into those of a boot. */
function isOf({ runs: { lowest, highest }, firstTime, lastTime }: BootLine, { serial, time }: Mark): boolean {
  if (serial > highest.serial) return time >= lastTime - SLACK_MS && serial - highest.serial < FAR
  if (serial < lowest.serial) return time <= firstTime + SLACK_MS
  return time >= firstTime - SLACK_MS && time <= lastTime + SLACK_MS
}
