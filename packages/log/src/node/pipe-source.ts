/** Reads a pipe into a reader, with the reference's timer for a writer that pauses (spec 01 §2.5). */
import type { LogReader } from '../log-reader.ts'
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
 * Pushes everything a stream yields through a reader, which the caller ends. While lines have been read and no event
 * has come of them, the stream may be silent for {@link IDLE_SECONDS}; then the events in flight are delivered, and if
 * there are none, reading ends as if the stream had.
 *
 * @returns false when the sink has said stop
 */
export async function readLogPipe(
  stream: AsyncIterable<Uint8Array>,
  reader: LogReader,
  options: PipeSourceOptions = {},
): Promise<boolean> {
  const idleMilliseconds = options.idleMilliseconds ?? IDLE_SECONDS * 1000
  const chunks = stream[Symbol.asyncIterator]()
  let next = chunks.next()
  let delivered = 0
  let linesBefore = 0
  for (;;) {
    const { lines, events } = reader.counters
    if (events !== delivered) {
      delivered = events
      linesBefore = lines
    }
    const result = await withTimeout(next, lines > linesBefore ? idleMilliseconds : undefined)
    if (result === 'timeout') {
      if (reader.eventsInFlight === 0) return true
      if (!reader.flushIdle(options.keepIncomplete === true)) return false
      delivered = reader.counters.events
      linesBefore = reader.counters.lines
    } else {
      if (result.done === true) return true
      if (!reader.push(result.value)) return false
      next = chunks.next()
    }
    await options.afterChunk?.()
  }
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
