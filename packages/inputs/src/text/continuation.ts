/** Lines that go on with the message of the line before: journalctl and dmesg indent them by the width of its prefix. */
import { SPACE } from '../ascii.ts'

/** A narrower prefix is none: what is indented by less may as well be a quoted log. */
const LEAST_WIDTH = 10
const MOST_WIDTH = 300

/**
 * Remembers how wide the last prefix was. What somebody else's message says in its second line would otherwise look like
 * an indented record.
 */
export class Continuation {
  #width = 0

  /** A line was read whose text begins so many bytes after its start. */
  after(width: number): void {
    this.#width = width >= LEAST_WIDTH && width <= MOST_WIDTH ? width : 0
  }

  /** Whether a line goes on with the last one. */
  holds(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#width === 0 || bytes[start] !== SPACE || end - start < this.#width) return false
    for (let at = start; at < start + this.#width; at++) if (bytes[at] !== SPACE) return false
    return true
  }

  forget(): void {
    this.#width = 0
  }
}
