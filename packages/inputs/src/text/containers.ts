/** Lines of containers and of clouds that begin with an ISO stamp: CRI, `kubectl logs --timestamps`, `docker logs -t`. */
import { AT, COLON, LESS, OPEN_BRACE, OPEN_BRACKET, SPACE } from '../ascii.ts'
import { ascii, isDigit, isUpper, joined, startsWith } from '../bytes.ts'
import type { FormOutput, LineForm } from '../input-form.ts'
import { isAuditRecord, kernelRecord } from '../record-heads.ts'
import { isoStampEnd, POINT } from './stamps.ts'

/** A line that comes in parts and is longer holds no record. */
const MOST_PARTS = 1 << 16

const STREAMS = [ascii(' stdout '), ascii(' stderr ')] as const
const FULL = 0x46
const PARTIAL = 0x50

/** `STAMP stdout F TEXT`, or `P` for a part that the next line of the stream goes on with. */
export const cri: LineForm = {
  kind: 'line',
  name: 'cri',
  title: 'container logs (CRI)',
  losses: [],
  open: (out) => {
    const parts = STREAMS.map(() => new PartialLine(out))
    return {
      line(bytes, start, end) {
        const stamp = isoStampEnd(bytes, start, end, 'T', POINT)
        if (stamp < 0) return false
        const stream = STREAMS.findIndex((name) => startsWith(bytes, stamp, end, name))
        const part = parts[stream]
        if (part === undefined) return false
        const tag = stamp + (STREAMS[stream]?.length ?? 0)
        if (bytes[tag] !== FULL && bytes[tag] !== PARTIAL) return false
        let text = tag + 1
        // More tags may follow a colon.
        while (text < end && bytes[text] !== SPACE) text++
        if (text > tag + 1 && bytes[tag + 1] !== COLON) return false
        part.add(bytes, Math.min(end, text + 1), end, bytes[tag] === FULL)
        return true
      },
      end() {
        for (const part of parts) part.end()
      },
    }
  },
}

/** Joins the parts of a line, as long as it may be a record. */
export class PartialLine {
  readonly #out: FormOutput
  #held: Uint8Array | undefined
  #isTooLong = false

  constructor(out: FormOutput) {
    this.#out = out
  }

  get isOpen(): boolean {
    return this.#held !== undefined || this.#isTooLong
  }

  add(bytes: Uint8Array, start: number, end: number, isLast: boolean): void {
    if (!this.isOpen && isLast) {
      giveLine(this.#out, bytes, start, end)
      return
    }
    const length = (this.#held?.length ?? 0) + end - start
    if (this.#isTooLong || length > MOST_PARTS) {
      this.#held = undefined
      this.#isTooLong = true
    } else this.#held = joined(this.#held ?? new Uint8Array(0), bytes.subarray(start, end))
    if (isLast) this.end()
  }

  /** The line ends with the parts that are there. */
  end(): void {
    const held = this.#held
    if (this.#isTooLong) this.#out.unread('too-long')
    else if (held !== undefined) giveLine(this.#out, held, 0, held.length)
    this.#held = undefined
    this.#isTooLong = false
  }
}

/** A stamp, a blank, and a line that is audit text or a frame of it. Not verified for CloudWatch's exports to S3. */
export const stamped: LineForm = {
  kind: 'line',
  name: 'stamped',
  title: 'lines with a time before them (containers, CloudWatch)',
  losses: [],
  open: (out) => ({
    line(bytes, start, end) {
      const stamp = isoStampEnd(bytes, start, end, 'T', POINT)
      if (stamp < 0 || bytes[stamp] !== SPACE || stamp >= end) return false
      const text = stamp + 1
      if (bytes[text] === OPEN_BRACE) return out.object(bytes, text, end)
      // Otherwise it is the name of a host: the line is syslog's.
      return mayBeFrame(bytes[text]) || isAuditText(bytes, text, end) ? out.text(bytes, text, end) : false
    },
  }),
}

/** Whether a line in a frame of its own may begin so: with a priority, a time, a name of a month, `@cee:`. */
function mayBeFrame(byte: number | undefined): boolean {
  return byte === LESS || byte === OPEN_BRACKET || byte === AT || isDigit(byte) || isUpper(byte)
}

function isAuditText(bytes: Uint8Array, start: number, end: number): boolean {
  return isAuditRecord(bytes, start, end) || kernelRecord(bytes, start, end) !== undefined
}

/** A line of a container's: audit text, a frame of it, or JSON of either. */
function giveLine(out: FormOutput, bytes: Uint8Array, start: number, end: number): void {
  const known = bytes[start] === OPEN_BRACE ? out.object(bytes, start, end) : out.text(bytes, start, end)
  if (!known) out.unread('other')
}
