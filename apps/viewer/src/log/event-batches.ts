/** Events that are read together: those whose places are near each other, so that few reads are enough. */
import type { EventIndex } from './event-index.ts'

/** Read at a time: little at first, so that the first events are soon there, then twice as much each time. */
const FIRST_BYTES = 1 << 18
const MOST_BYTES = 4 << 20
const MOST_EVENTS = 1 << 14
/** Bytes that nobody asked for are read over up to this many: a read of its own costs more, the more so where many wait. */
const MOST_GAP = 1 << 18
const MOST_GAP_OF_MANY = 1 << 20
const MANY = 500

/** A part of a source. */
export interface Extent {
  readonly low: number
  readonly high: number
}

/** Ordinals from one place in their list to another, which is not among them, and what must be read of each source. */
export interface Batch {
  readonly begin: number
  readonly end: number
  readonly extents: ReadonlyMap<number, Extent>
}

/** Puts ordinals into batches, in their order. */
export function* batches(index: EventIndex, ordinals: ArrayLike<number>): Generator<Batch, void, undefined> {
  const gap = ordinals.length > MANY ? MOST_GAP_OF_MANY : MOST_GAP
  let most = FIRST_BYTES
  for (let begin = 0; begin < ordinals.length; ) {
    const batch = batchFrom(index, ordinals, begin, { gap, most })
    yield batch
    begin = batch.end
    most = Math.min(MOST_BYTES, most * 2)
  }
}

function batchFrom(
  index: EventIndex,
  ordinals: ArrayLike<number>,
  begin: number,
  { gap, most }: { readonly gap: number; readonly most: number },
): Batch {
  const extents = new Map<number, { low: number; high: number }>()
  const last = Math.min(ordinals.length, begin + MOST_EVENTS)
  let end = begin
  for (; end < last; end++) {
    const ordinal = ordinals[end] as number
    const source = index.sourceOf(ordinal)
    const start = index.startOf(ordinal)
    const after = start + index.lengthOf(ordinal)
    const extent = extents.get(source)
    if (extent === undefined) {
      extents.set(source, { low: start, high: after })
      continue
    }
    const isNear = start <= extent.high + gap && after >= extent.low - gap
    if (!isNear || Math.max(extent.high, after) - Math.min(extent.low, start) > most) break
    if (start < extent.low) extent.low = start
    if (after > extent.high) extent.high = after
  }
  return { begin, end, extents }
}
