/** Where in a log file a time window begins, found without reading what is before it. */
import { readSync } from 'node:fs'
import { NEWLINE } from '../ascii.ts'
import { HeaderParser } from '../header.ts'
import { DEFAULT_EVENT_TIMEOUT } from '../log-reader.ts'

/** Looking takes longer than reading where the file is smaller. */
const SMALLEST = 8 << 20
/** A look each so many bytes, and further apart where that would be more than {@link MOST_LOOKS}. */
const STEP = 1 << 20
const MOST_LOOKS = 4096
/** More than the longest line (spec 01 §2.6), and enough for the records of some events. */
const LOOK_BYTES = 16 << 10
/** Seconds by which times may go back from one look to the next, and by which the first one that counts is before the window. */
const SLACK = 10

/**
 * The place in a regular file before which there are no records of a second or a later one, provided that its times rise: they
 * do from look to look, and no record there names a node, since logs of many hosts come in any order. Otherwise it is 0.
 *
 * A record may be much older than its neighbours, for a call that blocks is written when it ends, with the time when it began.
 * None is younger than the moment it was written at. So a look takes the latest time there is, and the end of a window tells
 * nothing of where its last record stands.
 */
export function windowStart(descriptor: number, size: number, start: number | undefined): number {
  if (size < SMALLEST || start === undefined) return 0
  const step = Math.max(STEP, Math.ceil(size / MOST_LOOKS))
  const look = new Look(descriptor)
  let from = 0
  let latest = Number.NEGATIVE_INFINITY
  // What is written last may not be whole.
  for (let at = 0; at < size - LOOK_BYTES; at += step) {
    const found = look.at(at)
    if (found === undefined || found.latest < latest - SLACK) return 0
    latest = Math.max(latest, found.latest)
    if (latest + SLACK < start) from = found.offset
  }
  return from
}

/** Reads the times of the records at a place. */
class Look {
  readonly #descriptor: number
  readonly #bytes = Buffer.allocUnsafeSlow(LOOK_BYTES)
  readonly #headers = new HeaderParser(DEFAULT_EVENT_TIMEOUT)

  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /** Where the first whole line begins, and the latest second; undefined where a line is no record, or one that names a node. */
  at(place: number): { readonly offset: number; readonly latest: number } | undefined {
    const bytes = this.#bytes.subarray(0, readSync(this.#descriptor, this.#bytes, 0, LOOK_BYTES, place))
    const offset = place === 0 ? 0 : bytes.indexOf(NEWLINE) + 1
    if (place > 0 && offset === 0) return undefined
    const { header } = this.#headers
    let latest = Number.NEGATIVE_INFINITY
    for (let line = offset; ; ) {
      const end = bytes.indexOf(NEWLINE, line)
      if (end < 0) break
      if (this.#headers.parse(bytes, line, end) !== undefined || header.nodeStart >= 0) return undefined
      latest = Math.max(latest, header.seconds)
      line = end + 1
    }
    return latest < 0 ? undefined : { offset: place + offset, latest }
  }
}
