/** Ends a run with a message where it would end with a crash: when the log makes it keep more than the memory holds. */
import { RunError } from './run-error.ts'

/** Less input than this is never too much: then what knows the heap, which brings streams with it, is not loaded. */
const FIRST_BYTES = 1 << 20
/** Of the heap's limit; below it the engine collects garbage often enough for nearly all of this to be in use. */
const FULL = 0.85
/**
 * The limit also counts the space for what is young, which cannot hold anything else: 48 MB up to Node 22, 192 MB in Node 24
 * (the limit less what --max-old-space-size says, measured).
 */
const YOUNG_BYTES = (Number.parseInt(process.versions.node, 10) >= 24 ? 186 : 64) << 20

/**
 * To be called between chunks.
 *
 * @throws {RunError} status 1, when the next ones might not fit
 */
export function checkMemory(reader: { readonly bytesRead: number; readonly eventsInFlight: number }): void {
  if (reader.bytesRead < FIRST_BYTES) return
  const { getHeapStatistics } = process.getBuiltinModule('node:v8')
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  const most = FULL * limit - YOUNG_BYTES
  // The second look takes longer than the first.
  if (used < most || oldBytes() < most) return
  const megabytes = Math.round(reader.bytesRead / 1e6)
  throw new RunError(
    `Out of memory after ${megabytes} MB of input, with ${reader.eventsInFlight} events incomplete: read a part (-ts, -te), or give more memory (NODE_OPTIONS=--max-old-space-size=MEGABYTES)\n`,
    1,
  )
}

/** In use beside the space for what is young: that is full of garbage before it is collected, up to 100 MB in Node 24. */
function oldBytes(): number {
  const { getHeapSpaceStatistics } = process.getBuiltinModule('node:v8')
  return getHeapSpaceStatistics().reduce(
    (sum, { space_name, space_used_size }) => (space_name.startsWith('new_') ? sum : sum + space_used_size),
    0,
  )
}
