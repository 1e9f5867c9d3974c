/** Reads a pipe into a reader, with the reference's timer for a writer that pauses (spec 01 §2.5). */
import { NEWLINE } from '../ascii.ts'
import type { ChunkReader } from '../log-reader.ts'
import type { FileSourceOptions } from './file-source.ts'

/** Seconds of silence after which everything in flight is delivered. */
const IDLE_SECONDS = 3

/** How a pipe is read. */
export interface PipeSourceOptions extends FileSourceOptions {
  /** Milliseconds of silence after which events in flight are delivered; default 3000, as the reference. */
  readonly idleMilliseconds?: number | undefined
  /** With a checkpoint in force only complete events are delivered when the pipe is silent. */
  readonly keepIncomplete?: boolean | undefined
}

/**
 * Pushes everything a stream yields through a reader, which the caller ends. Once a line has been read and no event has
 * come of it, the next line must be complete within {@link IDLE_SECONDS}; if it is not, the events in flight are
 * delivered, and if there are none, reading ends as if the stream had.
 *
 * @returns false when the sink has said stop
 * @throws the stream's error; what was read before it has been delivered
 */
export async function readLogPipe(
  stream: AsyncIterable<Uint8Array>,
  reader: ChunkReader,
  options: PipeSourceOptions = {},
): Promise<boolean> {
  const idleMilliseconds = options.idleMilliseconds ?? IDLE_SECONDS * 1000
  const chunks = stream[Symbol.asyncIterator]()
  let next = asked(chunks)
  let waitingSince: number | undefined
  for (;;) {
    const left = waitingSince === undefined ? undefined : waitingSince + idleMilliseconds - performance.now()
    const result = await withTimeout(next, left)
    if (result === 'timeout') {
      if (reader.eventsInFlight === 0) return true
      if (!reader.flushIdle(options.keepIncomplete === true)) return false
      waitingSince = undefined
    } else {
      if (result.done === true) return true
      const [before, lastLine, rest] = piecesOf(result.value)
      if (!reader.push(before)) return false
      if (lastLine.length > 0) {
        const { events } = reader.counters
        if (!reader.push(lastLine)) return false
        waitingSince = reader.counters.events === events ? performance.now() : undefined
      }
      // Half a line does not reset the timer.
      if (rest.length > 0 && !reader.push(rest)) return false
      next = asked(chunks)
    }
    await options.afterChunk?.()
  }
}

/** The next chunk. A failure reaches the code that awaits it; until then it does not count as an unhandled rejection. */
function asked(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  const next = chunks.next()
  next.catch(() => {})
  return next
}

/** Splits off the last complete line of a chunk: whether that line completed an event decides whether the timer runs. */
function piecesOf(chunk: Uint8Array): [before: Uint8Array, lastLine: Uint8Array, rest: Uint8Array] {
  const end = chunk.lastIndexOf(NEWLINE) + 1
  const start = end < 2 ? 0 : chunk.lastIndexOf(NEWLINE, end - 2) + 1
  return [chunk.subarray(0, start), chunk.subarray(start, end), chunk.subarray(end)]
}

async function withTimeout<Value>(
  promise: Promise<Value>,
  milliseconds: number | undefined,
): Promise<Value | 'timeout'> {
  if (milliseconds === undefined) return promise
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'timeout')
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}
