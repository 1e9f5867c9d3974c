/** Cuts chunks of bytes into lines, whatever the chunks' sizes, the way C's line buffer does (spec 01 §2.6). */

/** Most bytes of one line, newline excluded; the rest of a longer line is read as a further line. */
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
}

const NEWLINE = 0x0a
const NUL = 0x00
const GROUP_SEPARATOR = 0x1d
const NOWHERE = Number.POSITIVE_INFINITY

/**
 * A push scanner: every complete line of a chunk goes to the sink before {@link push} returns; the beginning of an
 * incomplete one is kept (a copy, at most {@link LINE_LIMIT} bytes) until the next chunk or {@link end}.
 */
export class LineScanner {
  readonly counters: LineCounters = { bytes: 0, lines: 0, cutLines: 0, nulLines: 0 }
  readonly #sink: LineSink
  readonly #carry = new Uint8Array(LINE_LIMIT)
  #carryLength = 0
  #stopped = false

  constructor(sink: LineSink) {
    this.#sink = sink
  }

  /** Scans one chunk. Returns false when the sink has said stop: nothing further will be read. */
  push(chunk: Uint8Array): boolean {
    if (this.#stopped || chunk.length === 0) return !this.#stopped
    this.counters.bytes += chunk.length
    const from = this.#carryLength > 0 ? this.#finishCarry(chunk) : 0
    // A view of its own for each chunk, see LogRecord.bytes.
    if (from < chunk.length && !this.#stopped) this.#scan(chunk.subarray(), from, chunk.length)
    return !this.#stopped
  }

  /** Delivers a last line that has no newline. */
  end(): boolean {
    if (this.#carryLength > 0 && !this.#stopped) {
      const line = this.#carry.slice(0, this.#carryLength)
      this.#carryLength = 0
      this.#emitAlone(line, line.length, false)
    }
    return !this.#stopped
  }

  /** Forgets the beginning of an incomplete line (what the reference does when its pipe timer fires, §2.5). */
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
    const line = sameKind(chunk, this.#carryLength + taken)
    line.set(this.#carry.subarray(0, this.#carryLength))
    line.set(chunk.subarray(0, taken), this.#carryLength)
    this.#carryLength = 0
    if (!terminated) this.counters.cutLines++
    this.#emitAlone(line, line.length, terminated)
    return terminated ? taken + 1 : taken
  }

  /** Emits a line that fills a buffer of its own. */
  #emitAlone(line: Uint8Array, length: number, terminated: boolean): void {
    this.counters.lines++
    let end = line.indexOf(NUL)
    if (end < 0) end = length
    else this.counters.nulLines++
    const separator = line.indexOf(GROUP_SEPARATOR)
    const textEnd = separator < 0 || separator > end ? end : separator
    if (!this.#sink(line, 0, textEnd, end, terminated)) this.#stopped = true
  }

  /**
   * The hot loop. The positions of the next NUL and the next 0x1D are searched once per occurrence, not once per
   * line, so that the whole chunk is read by three passes of the engine's own memchr.
   */
  #scan(chunk: Uint8Array, from: number, length: number): void {
    const { counters } = this
    const sink = this.#sink
    let start = from
    let nextNul = next(chunk, NUL, start)
    let nextSeparator = next(chunk, GROUP_SEPARATOR, start)
    while (start < length) {
      let lineEnd = chunk.indexOf(NEWLINE, start)
      let terminated = true
      if (lineEnd < 0) {
        if (length - start < LINE_LIMIT) break
        lineEnd = length
      }
      if (lineEnd - start >= LINE_LIMIT) {
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
      if (!sink(chunk, start, Math.min(nextSeparator, end), end, terminated)) {
        this.#stopped = true
        return
      }
      start = terminated ? lineEnd + 1 : lineEnd
    }
    this.#carry.set(chunk.subarray(start, length))
    this.#carryLength = length - start
  }
}

/**
 * A fresh array of the class of another, Node's Buffer for a Buffer: code that meets one class only is compiled once, and
 * for that.
 */
function sameKind(array: Uint8Array, size: number): Uint8Array {
  const { [Symbol.species]: Kind = Uint8Array } = array.constructor as {
    readonly [Symbol.species]?: new (size: number) => Uint8Array
  }
  return new Kind(size)
}

function next(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from)
  return at < 0 ? NOWHERE : at
}
