/** Where in a log file a time window lies, found without reading what is around it. */
import { readSync } from 'node:fs'
import { NEWLINE } from '../ascii.ts'
import { HeaderParser } from '../header.ts'
import { DEFAULT_EVENT_TIMEOUT } from '../log-reader.ts'

/** Seconds since 1970-01-01 UTC, both included; either may be open. */
export interface TimeWindow {
  readonly start?: number | undefined
  readonly end?: number | undefined
}

/** Bytes of a file, `to` not included. */
export interface FilePart {
  readonly from: number
  readonly to: number
}

/** Looking takes longer than reading where the file is smaller. */
const SMALLEST = 8 << 20
/** A look each so many bytes, and further apart where that would be more than {@link MOST_LOOKS}. */
const STEP = 1 << 20
const MOST_LOOKS = 4096
/** More than the longest line (spec 01 §2.6) and its header. */
const LOOK_BYTES = 16 << 10
/** Records may be so many seconds out of order. */
const SLACK = 300

/**
 * The part of a regular file that holds all records of the window, provided that its times rise: they do at every place that
 * is looked at, and none of the records there names a node, since logs of many hosts come in any order. Otherwise it is the
 * whole file, without an end, for it may grow.
 */
export function windowPart(descriptor: number, size: number, { start, end }: TimeWindow): FilePart {
  const whole = { from: 0, to: Number.POSITIVE_INFINITY }
  if (size < SMALLEST || (start === undefined && end === undefined)) return whole
  const step = Math.max(STEP, Math.ceil(size / MOST_LOOKS))
  let { from, to } = whole
  let latest = Number.NEGATIVE_INFINITY
  const look = new LineLook(descriptor)
  for (let at = 0; at < size; at += step) {
    const line = look.after(at)
    // In the last line of a log that is being written.
    if (line === undefined && at > 0 && size - at < LOOK_BYTES) break
    if (line === undefined || line.seconds < latest - SLACK) return whole
    latest = Math.max(latest, line.seconds)
    if (start !== undefined && latest + SLACK < start) from = line.offset
    if (end !== undefined && line.seconds - SLACK > end) to = Math.min(to, line.offset)
  }
  return from < to ? { from, to } : whole
}

/** Reads the time of the first record that begins after a place. */
class LineLook {
  readonly #descriptor: number
  readonly #bytes = Buffer.allocUnsafeSlow(LOOK_BYTES)
  readonly #headers = new HeaderParser(DEFAULT_EVENT_TIMEOUT)

  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /** Undefined where no whole line follows within {@link LOOK_BYTES}, it is no record, or one that names a node. */
  after(place: number): { readonly offset: number; readonly seconds: number } | undefined {
    const bytes = this.#bytes.subarray(0, readSync(this.#descriptor, this.#bytes, 0, LOOK_BYTES, place))
    const start = place === 0 ? 0 : bytes.indexOf(NEWLINE) + 1
    const end = bytes.indexOf(NEWLINE, start)
    if ((place > 0 && start === 0) || end < 0) return undefined
    const { header } = this.#headers
    if (this.#headers.parse(bytes, start, end) !== undefined || header.nodeStart >= 0) return undefined
    return { offset: place + start, seconds: header.seconds }
  }
}
