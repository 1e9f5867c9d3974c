/** Tells whether files were given in the order they were written: only file ends show it, since nearby events are sorted on reading. */
import { type Mark, positionOf } from './mark.ts'
import type { Placed } from './placed.ts'

/** The kernel's events on the first and the last line of a file. */
interface Ends {
  first: Mark
  last: Mark
}

const MOST_FILES = 100_000
/** Milliseconds; the clock is set back by more. */
const SLACK_MS = 2_000

/** Watches the ends of files. */
export class FileOrder {
  readonly #files: Ends[] = []

  /** An event that the kernel has numbered. */
  take(mark: Mark): void {
    const { input, line } = mark
    if (line === 0 || input >= MOST_FILES) return
    const ends = this.#files[input]
    if (ends === undefined) this.#files[input] = { first: mark, last: mark }
    else if (line < ends.first.line) ends.first = mark
    else if (line > ends.last.line) ends.last = mark
  }

  /** Files that begin before the one that was given before them, where nothing else has told so. */
  end(placed: readonly Placed[]): readonly Placed[] {
    const told = new Set(
      placed
        .filter(({ observation }) => observation.kind === 'order')
        .map(({ observation }) => observation.mark?.input),
    )
    const found: Placed[] = []
    let before: Ends | undefined
    for (const ends of this.#files) {
      if (ends === undefined) continue
      if (before !== undefined && isEarlier(ends.first, before.first) && !told.has(ends.first.input))
        found.push(placedOrder(before.last, ends.first))
      before = ends
    }
    return found
  }
}

function isEarlier(one: Mark, other: Mark): boolean {
  return one.serial < other.serial && one.time <= other.time + SLACK_MS && other.time - one.time < 86_400_000
}

function placedOrder(from: Mark, to: Mark): Placed {
  return {
    position: positionOf(to),
    observation: {
      kind: 'order',
      severity: 'low',
      sentence: `The log goes back from ${from.id}, at the end of a file, to ${to.id}, at the beginning of the next.`,
      count: 1,
      events: [from.id, to.id],
      causes: ['files were given in another order than they were written', 'parts of the log were moved'],
      time: to.time,
      mark: to,
    },
  }
}
