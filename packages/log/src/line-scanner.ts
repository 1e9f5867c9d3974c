/** Cuts chunks of bytes into lines, whatever the chunks' sizes, the way C's line buffer does (spec 01 §2.6). */

import { NEWLINE, NUL } from './ascii.ts'
import { freshBytes } from './record.ts'
import type { LineCounters } from './scan/counters.ts'
import { type EventScan, STOPPED } from './scan/event-scan.ts'

/** Most bytes of one line, newline excluded; the rest of a longer line is read as another line. */
export const LINE_LIMIT = 8969

/**
 * A push scanner: every complete line of a chunk goes to the scan before {@link push} returns; the beginning of an
 * incomplete one is kept (a copy, at most {@link LINE_LIMIT} bytes) until the next chunk or {@link end}.
 */
export class LineScanner {
  readonly counters: LineCounters
  readonly #scan: Pick<EventScan, 'chunk' | 'line' | 'lineCounters' | 'goOn'>
  readonly #carry = new Uint8Array(LINE_LIMIT)
  #carryLength = 0
  /** What comes next, the kept beginning before all, goes on a line that the limit has cut. */
  #isWithinLine = false
  #stopped = false
  /** What follows a line that began in an earlier chunk, when the sink has said stop at it. */
  #afterJoined: Uint8Array | undefined
  /** Told about a line that began in an earlier chunk, and how many of its bytes did. */
  readonly #onJoined: ((line: Uint8Array, carried: number) => void) | undefined

  /** @param scan reads whole lines, from chunks or alone */
  constructor(
    scan: Pick<EventScan, 'chunk' | 'line' | 'lineCounters' | 'goOn'>,
    onJoined?: (line: Uint8Array, carried: number) => void,
  ) {
    this.#scan = scan
    this.counters = scan.lineCounters
    this.#onJoined = onJoined
  }

  /** Scans one chunk. Returns false when the sink has said stop: nothing further will be read. */
  push(chunk: Uint8Array): boolean {
    if (this.#stopped || chunk.length === 0) return !this.#stopped
    this.counters.bytes += chunk.length
    const from = this.#carryLength > 0 ? this.#finishCarry(chunk) : 0
    this.#afterJoined = this.#stopped ? chunk.subarray(from) : undefined
    // Each chunk gets a view of its own: see LogRecord.bytes.
    if (from < chunk.length && !this.#stopped) this.#scanWhole(chunk.subarray(), from)
    const { counters } = this
    if (counters.nulLines > 0) counters.firstNul ??= counters.bytes - chunk.length + chunk.indexOf(NUL, from)
    return !this.#stopped
  }

  /** Whether the piece that a chunk begins with, joined with what was kept, is the rest of a line that the limit has cut. */
  get beginsWithinLine(): boolean {
    return this.#isWithinLine
  }

  /** Delivers a last line that has no newline. */
  end(): boolean {
    if (this.#carryLength > 0 && !this.#stopped) {
      const line = this.#carry.slice(0, this.#carryLength)
      this.#carryLength = 0
      this.#scanAlone(line, this.counters.bytes - line.length)
    }
    this.#isWithinLine = false
    return !this.#stopped
  }

  /**
   * Goes on after the sink has said stop at a line, with what is pushed next. Gives the bytes from that line on; `line` is
   * where it stands, with all that follows it there.
   */
  takeRest(line: Uint8Array): Uint8Array {
    this.#stopped = false
    this.#scan.goOn()
    this.#isWithinLine = false
    const after = this.#afterJoined
    const rest = after === undefined ? line : bothBytes(line, after)
    this.counters.lines--
    this.counters.bytes -= rest.length
    return rest
  }

  /** The beginning of a line that has not ended, which is forgotten. */
  takePartialLine(): Uint8Array {
    const line = this.#carry.slice(0, this.#carryLength)
    this.#carryLength = 0
    this.#isWithinLine = false
    this.counters.bytes -= line.length
    return line
  }

  /** Begins anew, at the beginning of a line. */
  restart(): void {
    this.#carryLength = 0
    this.#isWithinLine = false
    this.#stopped = false
    this.#afterJoined = undefined
  }

  /** Forgets the beginning of an incomplete line (what the reference does when its pipe timer fires, spec 01 §2.5). */
  dropPartialLine(): void {
    this.#carryLength = 0
  }

  /** Completes the kept line beginning with the first bytes of a chunk; returns where the next line starts. */
  #finishCarry(chunk: Uint8Array): number {
    const room = LINE_LIMIT - this.#carryLength
    const newline = chunk.indexOf(NEWLINE)
    const terminated = newline >= 0 && newline < room
    const taken = terminated ? newline : Math.min(room, chunk.length)
    if (!terminated && taken < room) {
      this.#carry.set(chunk, this.#carryLength)
      this.#carryLength += taken
      return chunk.length
    }
    const length = this.#carryLength + taken
    // With the newline, which counts in short headers.
    const line = freshBytes(chunk, terminated ? length + 1 : length)
    line.set(this.#carry.subarray(0, this.#carryLength))
    line.set(chunk.subarray(0, terminated ? taken + 1 : taken), this.#carryLength)
    const offset = this.counters.bytes - chunk.length - this.#carryLength
    this.#onJoined?.(line, this.#carryLength)
    this.#carryLength = 0
    this.#scanAlone(line, offset)
    return terminated ? taken + 1 : taken
  }

  /** Scans a line that fills a buffer of its own; `offset` is where it begins in all bytes pushed. */
  #scanAlone(line: Uint8Array, offset: number): void {
    const { nulLines } = this.counters
    if (!this.#scan.line(line)) this.#stopped = true
    if (this.counters.nulLines > nulLines) this.counters.firstNul ??= offset + line.indexOf(NUL)
  }

  #scanWhole(chunk: Uint8Array, from: number): void {
    const rest = this.#scan.chunk(chunk, from)
    if (rest === STOPPED) {
      this.#stopped = true
      return
    }
    this.#carry.set(chunk.subarray(rest))
    this.#carryLength = chunk.length - rest
    if (rest > 0) this.#isWithinLine = chunk[rest - 1] !== NEWLINE
  }
}

function bothBytes(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
