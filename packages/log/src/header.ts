/** The header of a record: node, type, and the stamp seconds.milliseconds:serial (spec 01 §3). */
import { parseRecordType } from '@ts-audit/tables/record-types'
import { NEWLINE, SPACE } from './ascii.ts'
import type { ExactStamp } from './event.ts'
import { latin1 } from './record.ts'
import { parseStamp } from './stamp.ts'

/** Why a line is not a record. */
export type HeaderError = 'no type' | 'no message' | 'no stamp' | 'bad stamp'

/** What {@link HeaderParser.parse} found; one object is reused for every line. */
export interface Header {
  type: number
  /** The node name's bytes, or -1 when the line has none. */
  nodeStart: number
  nodeEnd: number
  seconds: number
  milliseconds: number
  serial: number
  exact: ExactStamp | undefined
}

/** The header is looked for in this many bytes, or {@link NODE_WINDOW} when the line begins with `n`. */
const WINDOW = 80
const NODE_WINDOW = 340
/** The shortest message token that is looked into: `msg=audit(1.000:1):` has 19 bytes. */
const MIN_MESSAGE = 19
/** Length of `node=` and of `type=`; the reference skips as many bytes without looking at them. */
const PREFIX = 5
/** Parses the headers of lines that are not as auditd writes them, which the scan leaves (assembly/header.ts), and of single lines. */
export class HeaderParser {
  readonly header: Header = {
    type: -1,
    nodeStart: -1,
    nodeEnd: -1,
    seconds: 0,
    milliseconds: 0,
    serial: 0,
    exact: undefined,
  }
  /** The stamp that was refused, after `bad stamp`. */
  badStamp = ''
  /** Largest seconds value accepted: 2^63 − 1 − time-out − 1. */
  readonly #maxSeconds: bigint

  /** @param timeout the end-of-event time-out in seconds, which bounds the seconds of a stamp */
  constructor(timeout: number) {
    this.#maxSeconds = 2n ** 63n - 2n - BigInt(timeout)
  }

  /** Reads the header of a line into {@link header}; returns undefined, or why the line is not a record. */
  parse(bytes: Uint8Array, start: number, end: number): HeaderError | undefined {
    const { header } = this
    const window = start + (bytes[start] === 0x6e ? NODE_WINDOW : WINDOW)
    const limit = Math.min(end, window)
    let token = skipSpaces(bytes, start, limit)
    header.nodeStart = -1
    if (token < limit && bytes[token] === 0x6e) {
      header.nodeStart = Math.min(token + PREFIX, limit)
      header.nodeEnd = tokenEnd(bytes, header.nodeStart, limit)
      token = nextToken(bytes, token, limit)
    }
    if (token >= limit) return 'no type'
    const typeStart = Math.min(token + PREFIX, limit)
    const typeEnd = tokenEnd(bytes, typeStart, limit)
    const message = nextToken(bytes, token, limit)
    if (message >= limit) return 'no message'
    const messageEnd = tokenEnd(bytes, message, limit)
    // Where the line ends inside the window, its newline is a byte of the last token.
    const newline = messageEnd === end && end < window && bytes[end] === NEWLINE ? 1 : 0
    if (messageEnd - message + newline < MIN_MESSAGE) return 'no message'
    const text = latin1(bytes, message, messageEnd + newline)
    const open = text[9] === '(' ? 9 : text.indexOf('(')
    if (open < 0) return 'no stamp'
    const close = text.indexOf(')', open)
    const stampText = text.slice(open + 1, close < 0 ? text.length : close)
    const stamp = parseStamp(stampText, this.#maxSeconds)
    if (stamp === undefined) {
      this.badStamp = stampText
      return 'bad stamp'
    }
    header.type = parseRecordType(latin1(bytes, typeStart, typeEnd))
    header.seconds = stamp.seconds
    header.milliseconds = stamp.milliseconds
    header.serial = stamp.serial
    header.exact = stamp.exact
    return undefined
  }
}

function skipSpaces(bytes: Uint8Array, from: number, limit: number): number {
  let at = from
  while (at < limit && bytes[at] === SPACE) at++
  return at
}

function tokenEnd(bytes: Uint8Array, from: number, limit: number): number {
  let at = from
  while (at < limit && bytes[at] !== SPACE) at++
  return at
}

function nextToken(bytes: Uint8Array, token: number, limit: number): number {
  return skipSpaces(bytes, tokenEnd(bytes, token, limit), limit)
}
