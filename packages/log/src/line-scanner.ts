/** Cuts chunks of bytes into lines, whatever the chunks' sizes, the way C's line buffer does (spec 01 §2.6). */

import { GROUP_SEPARATOR, NEWLINE, NUL } from './ascii.ts'
import { freshBytes } from './record.ts'

/** Most bytes of one line, newline excluded; the rest of a longer line is read as another line. */
export const LINE_LIMIT = 8969

/** Takes one line; returns false to stop the scan. */
export type LineSink = (
  bytes: Uint8Array,
  start: number,
  /** First byte 0x1D of the line, or `end`. */
  textEnd: number,
  /** Before the newline, the first NUL byte, or the limit. */
  end: number,
  /** Whether a newline ended the line. */
  terminated: boolean,
) => boolean

/** What {@link ChunkScan} gives when the sink has said stop. */
export const STOPPED = -1

/**
 * Gives every whole line of a chunk from a position on to a sink, and returns where the rest begins: fewer than
 * {@link LINE_LIMIT} bytes without a newline.
 */
export type ChunkScan = (chunk: Uint8Array, from: number) => number

/** What the scanner has seen so far. */
export interface LineCounters {
  /** Bytes pushed. */
  bytes: number
  /** Lines, as the reference counts them: a line beyond the limit counts once per piece. */
  lines: number
  /** Pieces that the limit cut off, so that the next one begins in the middle of a line. */
  cutLines: number
  /** Lines that hold a NUL byte; what follows it is not read. */
  nulLines: number
  /** Where the first NUL byte is, in all bytes pushed; absent without one. */
  firstNul?: number
}

const NOWHERE = Number.POSITIVE_INFINITY

/**
 * A push scanner: every complete line of a chunk goes to the sink before {@link push} returns; the beginning of an
 * incomplete one is kept (a copy, at most {@link LINE_LIMIT} bytes) until the next chunk or {@link end}.
 */
export class LineScanner {
  readonly counters: LineCounters = { bytes: 0, lines: 0, cutLines: 0, nulLines: 0 }
  readonly #sink: LineSink
  readonly #scan: ChunkScan
  readonly #carry = new Uint8Array(LINE_LIMIT)
  #carryLength = 0
  /** What comes next, the kept beginning before all, goes on a line that the limit has cut. */
  #isWithinLine = false
  #stopped = false
  /** What follows a line that began in an earlier chunk, when the sink has said stop at it. */
  #afterJoined: Uint8Array | undefined
  /** Told about a line that began in an earlier chunk, and how many of its bytes did. */
  readonly #onJoined: ((line: Uint8Array, carried: number) => void) | undefined

  /** @param createScan makes the scan of whole lines, where there is a faster one than the portable scan */
  constructor(
    sink: LineSink,
    createScan?: (counters: LineCounters) => ChunkScan | undefined,
    onJoined?: (line: Uint8Array, carried: number) => void,
  ) {
    this.#sink = sink
    this.#onJoined = onJoined
    this.#scan = createScan?.(this.counters) ?? ((chunk, from) => scanLines(chunk, from, sink, this.counters))
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
      this.#emitAlone(line, line.length, false, this.counters.bytes - line.length)
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
    if (!terminated) this.counters.cutLines++
    this.#emitAlone(line, length, terminated, offset)
    return terminated ? taken + 1 : taken
  }

  /** Emits a line that fills a buffer of its own; `offset` is where it begins in all bytes pushed. */
  #emitAlone(line: Uint8Array, length: number, terminated: boolean, offset: number): void {
    this.counters.lines++
    let end = line.indexOf(NUL)
    if (end < 0) end = length
    else {
      this.counters.nulLines++
      this.counters.firstNul ??= offset + end
    }
    const separator = line.indexOf(GROUP_SEPARATOR)
    const textEnd = separator < 0 || separator > end ? end : separator
    if (!this.#sink(line, 0, textEnd, end, terminated)) this.#stopped = true
  }

  #scanWhole(chunk: Uint8Array, from: number): void {
    const rest = this.#scan(chunk, from)
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

/**
 * The portable {@link ChunkScan}. The positions of the next NUL and the next 0x1D are searched once per occurrence, not
 * once per line, so that the whole chunk is read by three passes of the engine's own memchr.
 */
function scanLines(chunk: Uint8Array, from: number, sink: LineSink, counters: LineCounters): number {
  const { length } = chunk
  let start = from
  let nextNul = next(chunk, NUL, start)
  let nextSeparator = next(chunk, GROUP_SEPARATOR, start)
  let nextNewline = next(chunk, NEWLINE, start)
  while (start < length) {
    if (nextNewline < start) nextNewline = next(chunk, NEWLINE, start)
    let lineEnd = nextNewline
    let terminated = true
    if (lineEnd - start >= LINE_LIMIT) {
      if (lineEnd === NOWHERE && length - start < LINE_LIMIT) break
      lineEnd = start + LINE_LIMIT
      terminated = false
      counters.cutLines++
    }
    counters.lines++
    let end = lineEnd
    if (nextNul < lineEnd) {
      if (nextNul < start) nextNul = next(chunk, NUL, start)
      if (nextNul < lineEnd) {
        end = nextNul
        counters.nulLines++
      }
    }
    if (nextSeparator < start) nextSeparator = next(chunk, GROUP_SEPARATOR, start)
    if (!sink(chunk, start, Math.min(nextSeparator, end), end, terminated)) return STOPPED
    start = terminated ? lineEnd + 1 : lineEnd
  }
  return start
}

function next(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from)
  return at < 0 ? NOWHERE : at
}
