/** Events of a log that is being written, as they come: an async iterator. */
import { copyEvent, type LogEvent } from '../../event.ts'
import { DEFAULT_EVENT_TIMEOUT, type LogReaderOptions } from '../../log-reader.ts'
import type { LogRecord } from '../../record.ts'
import { LogReader } from '../../sync-log-reader.ts'
import { DeliveryLedger } from './delivery-ledger.ts'
import { type FollowOptions, type FollowStart, LogFollower } from './log-follower.ts'
import { readPosition, writePosition } from './position.ts'

/** How events are followed. */
export interface FollowLogOptions
  extends FollowOptions,
    Omit<LogReaderOptions, 'sink' | 'tracking' | 'stopsAt'> {
  /**
   * A file that notes how far the log was read: a run that is given it goes on where the one before has stopped, with each
   * event that it had not given, or that was not followed by a request for the next one. It takes the place of `from`.
   */
  readonly position?: string | undefined
}

/**
 * Yields the events of a log as they are written, through its rotations, until the signal says stop. Each is a copy and
 * stays valid. An event that is not known to be complete is given when the log has been silent for the time-out.
 *
 * @param base the path of the log: `/var/log/audit/audit.log`
 * @throws what the system says when a file of the log cannot be read
 * @throws {PositionError} when the position cannot be read or written
 */
export async function* followLog(
  base: string,
  options: FollowLogOptions = {},
): AsyncGenerator<LogEvent, void, undefined> {
  const { position: path, signal, eventTimeout = DEFAULT_EVENT_TIMEOUT } = options
  const known = path === undefined ? undefined : readPosition(path)
  const from: FollowStart | undefined = known ?? options.from
  const ledger = path === undefined ? undefined : new DeliveryLedger(known)
  const pieces = new WeakMap<ArrayBufferLike, number>()
  /** By the bytes that records were moved to, and where they begin there. */
  const moved = new WeakMap<Uint8Array, Map<number, number>>()
  const pieceOf = ({ bytes, start }: LogRecord): number | undefined =>
    moved.get(bytes)?.get(start) ?? pieces.get(bytes.buffer)
  let ready: LogEvent[] = []
  const reader = new LogReader({
    ...options,
    sink(event) {
      if (ledger === undefined || ledger.deliver(event, pieceOf)) ready.push(copyEvent(event))
      return true
    },
    tracking: {
      joined() {},
      moved(record, copy) {
        const piece = pieceOf(record)
        if (piece === undefined) return
        const starts = moved.get(copy.bytes) ?? new Map<number, number>()
        moved.set(copy.bytes, starts.set(copy.start, piece))
      },
    },
  })
  let saved: string | undefined
  const save = (): void => {
    const position = ledger?.position()
    if (path === undefined || position === undefined) return
    const text = JSON.stringify(position)
    if (text === saved) return
    writePosition(path, position)
    saved = text
  }
  let lastBytes = performance.now()
  const pollMilliseconds = Math.min(options.pollMilliseconds ?? 1000, (eventTimeout * 1000) / 2)
  for await (const step of new LogFollower(base, { ...options, from, pollMilliseconds }).steps()) {
    if (step.kind === 'lines') {
      const { file, bytes, offset, before } = step
      lastBytes = performance.now()
      if (ledger !== undefined) pieces.set(bytes.buffer, ledger.begin(file, offset, bytes, before))
      const { records } = reader.counters
      reader.push(bytes)
      ledger?.end(reader.counters.records - records)
    } else if (step.kind === 'file-end') reader.endFile()
    else if (step.kind === 'waiting') {
      if (performance.now() - lastBytes >= eventTimeout * 1000) reader.flush()
    } else continue
    if (ready.length === 0 && step.kind !== 'waiting') continue
    const events = ready
    ready = []
    yield* events
    save()
  }
  // What is in flight is read again by a run that goes on; without one it is all there is.
  if (signal?.aborted === true && ledger === undefined) {
    reader.end()
    yield* ready
  }
}
