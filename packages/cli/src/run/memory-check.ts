/** Ends a run with a message where it would end with a crash: when the log makes it keep more than the memory holds. */
import { RunError } from './run-error.ts'

/** Of the heap's limit; below it the engine collects garbage often enough for nearly all of this to be in use. */
const FULL = 0.85
/**
 * The limit also counts the space for what is young, which cannot hold anything else: 48 MB up to Node 22, 192 MB in Node 24
 * (the limit less what --max-old-space-size says, measured).
 */
const YOUNG_BYTES = (Number.parseInt(process.versions.node, 10) >= 24 ? 186 : 64) << 20

/** The numbers and texts of events in flight are outside the heap, in memory that has this limit of its own. */
const MOST_TABLE_BYTES = 1900 * 2 ** 20
/**
 * In so much of a log memory does not fill up. The look takes ten microseconds, and what knows the heap brings streams with it
 * when it is loaded, which is too much for a small log.
 */
const BYTES_BETWEEN = 1 << 20

/** What is asked of a reader. */
export interface MeasuredReader {
  readonly bytesRead: number
  readonly eventsInFlight: number
  /** The memory outside the heap that the events in flight take. */
  readonly tableBytes: number
}

/** Looks at the memory now and then. */
export class MemoryCheck {
  #next = BYTES_BETWEEN

  /**
   * To be called between chunks.
   *
   * @throws {RunError} status 1, when the next ones might not fit
   */
  look(reader: MeasuredReader): void {
    const { bytesRead } = reader
    if (bytesRead < this.#next) return
    this.#next = bytesRead + BYTES_BETWEEN
    const { tableBytes } = reader
    const { getHeapStatistics } = process.getBuiltinModule('node:v8')
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
    const most = FULL * limit - YOUNG_BYTES
    // The second look takes longer than the first.
    if (tableBytes < MOST_TABLE_BYTES && (used + tableBytes < most || oldBytes() + tableBytes < most)) return
    throw new RunError(
      `Out of memory after ${Math.round(bytesRead / 1e6)} MB of input, with ${reader.eventsInFlight} events incomplete: read a part (-ts, -te), or give more memory (NODE_OPTIONS=--max-old-space-size=MEGABYTES)\n`,
      1,
    )
  }
}

/** In use beside the space for what is young: that is full of garbage before it is collected, up to 100 MB in Node 24. */
function oldBytes(): number {
  const { getHeapSpaceStatistics } = process.getBuiltinModule('node:v8')
  return getHeapSpaceStatistics().reduce(
    (sum, { space_name, space_used_size }) => (space_name.startsWith('new_') ? sum : sum + space_used_size),
    0,
  )
}
