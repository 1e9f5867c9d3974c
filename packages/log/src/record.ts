/** One line of an audit log, as a view on the bytes it was read from. */

/**
 * A record: a line whose header could be read (spec 01 §3).
 *
 * All positions are byte offsets into `bytes`. The bytes stay valid while the sink that received the event runs;
 * to keep a record longer, copy it first ({@link copyEvent}).
 */
export interface LogRecord {
  /**
   * A view on the buffer the line was read into. Records of one chunk share it, those of another chunk never do, even
   * where the buffer is used again: what was learned about a view stays true.
   */
  readonly bytes: Uint8Array
  /** First byte of the line (`node=` or `type=`). */
  readonly start: number
  /**
   * First byte after the `)` of the stamp; -1 where the header is not exactly `[node=NAME ]type=NAME msg=audit(N.NNN:N)`
   * with a type name free of brackets, as auditd writes it.
   */
  readonly body: number
  /** End of the record text: the first byte 0x1D, or {@link end}. */
  readonly textEnd: number
  /** End of the line: before its newline, its first NUL byte, or the 8,969-byte limit. */
  readonly end: number
  /** Record type number (1300 is SYSCALL, 1334 is BPF); -1 for an unknown type name. */
  readonly type: number
  /** False only for a line that was cut, or the last line of an input that does not end in a newline. */
  readonly terminated: boolean
  /** Whether the text is known to hold no control characters; a reader does not look at every line. */
  readonly isPlain?: boolean | undefined
}

/** What is known of a line besides its bounds, as bits: `terminated` and `isPlain`. */
export const TERMINATED = 1
export const PLAIN = 2

/** A record from its numbers, and the bits of its line. */
export function recordOf(
  bytes: Uint8Array,
  start: number,
  body: number,
  textEnd: number,
  end: number,
  type: number,
  form: number,
): LogRecord {
  const terminated = (form & TERMINATED) !== 0
  return { bytes, start, body, textEnd, end, type, terminated, isPlain: (form & PLAIN) !== 0 }
}

/** Up to this many bytes are decoded faster one by one. */
const SHORT_TEXT = 64

/** Decodes bytes as latin1, so that every byte survives as the character of the same number. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  const { latin1Slice } = bytes as Uint8Array & { latin1Slice?: (start: number, end: number) => string }
  if (latin1Slice !== undefined) return latin1Slice.call(bytes, start, end)
  let text = ''
  if (end - start <= SHORT_TEXT) {
    for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number)
    return text
  }
  for (let at = start; at < end; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 4096, end)))
  }
  return text
}

/** Where some bytes occur first at or after a position, or -1; in a Node Buffer at the speed of memory. */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first] = wanted
  if (first === undefined) return from <= bytes.length ? from : -1
  // Only a Buffer can search for several bytes at once; the method of other arrays takes a number.
  if ('latin1Slice' in bytes) {
    const search = bytes.indexOf as unknown as (wanted: Uint8Array, from: number) => number
    return search.call(bytes, wanted, from)
  }
  const last = bytes.length - wanted.length
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let matched = 1
    while (matched < wanted.length && bytes[at + matched] === wanted[matched]) matched++
    if (matched === wanted.length) return at
  }
  return -1
}

/**
 * A copy of bytes `start` to `end` that outlives the buffer they are in. (`slice` does not make one: on Node's Buffer
 * it gives a view.)
 */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end))
}

/**
 * A new array of bytes of the same class as `like`, a Buffer for a Buffer: the engine compiles code that only ever sees one
 * class for that class alone.
 */
export function freshBytes(like: Uint8Array, size: number): Uint8Array {
  const { [Symbol.species]: Kind = Uint8Array } = like.constructor as {
    readonly [Symbol.species]?: new (size: number) => Uint8Array
  }
  return new Kind(size)
}

/** The record text as latin1: the line without its enrichment part, header included. */
export function recordText(record: LogRecord): string {
  return latin1(record.bytes, record.start, record.textEnd)
}

/** The whole line as latin1, enrichment part included, newline excluded. */
export function recordLine(record: LogRecord): string {
  return latin1(record.bytes, record.start, record.end)
}

/** What auditd's `log_format = ENRICHED` added after byte 0x1D (`UID="root" …`), or undefined for a raw record. */
export function enrichmentText(record: LogRecord): string | undefined {
  return record.textEnd === record.end ? undefined : latin1(record.bytes, record.textEnd + 1, record.end)
}
