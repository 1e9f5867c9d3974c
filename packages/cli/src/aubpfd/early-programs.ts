/** What programs are that the kernel has told of before it has made their records. */
import type { TimedAnswer } from './early-answers.ts'
import { type Answer, TIME_TOLERANCE } from './kernel/answer.ts'
import { setWithin } from './set-within.ts'

/** Programs whose record has not come are forgotten, the oldest first: where loads are not audited none comes. */
const MOST_PROGRAMS = 1000

/** An answer, and when it was asked for, in milliseconds since 1970. */
interface EarlyProgram {
  readonly answer: Answer
  readonly askedAt: number
}

/** Asks at once, and keeps the answers until the records come. */
export class EarlyPrograms {
  readonly #ask: (progId: number) => Answer
  readonly #now: () => number
  readonly #programs = new Map<number, EarlyProgram>()

  /** @param ask asks the kernel now, about whatever has this id */
  constructor(ask: (progId: number) => Answer, now: () => number = Date.now) {
    this.#ask = ask
    this.#now = now
  }

  /** These have been loaded. */
  loaded(progIds: readonly number[]): void {
    for (const progId of progIds) {
      const askedAt = this.#now()
      const answer = this.#ask(progId)
      if (answer.answer !== 'found') continue
      // An id that comes again is the newest.
      this.#programs.delete(progId)
      setWithin(this.#programs, MOST_PROGRAMS, progId, { answer, askedAt })
    }
  }

  /** The answer about the program of a record, which is not kept any longer; undefined when there is none. */
  take(progId: number, loadedAt: number): TimedAnswer | undefined {
    const program = this.#programs.get(progId)
    if (program === undefined) return undefined
    this.#programs.delete(progId)
    const { answer, askedAt } = program
    if (Math.abs(askedAt - loadedAt) > TIME_TOLERANCE) return undefined
    // The stamp of a record is of a clock that goes by some milliseconds at a time.
    return { answer, after: Math.max(0, askedAt - loadedAt) }
  }
}
