/** The header of a record: node, type, and the stamp seconds.milliseconds:serial (spec 01 §3). */
import { parseRecordType } from '@ts-audit/tables/record-types'
import { NEWLINE, SPACE, ZERO } from './ascii.ts'
import type { ExactStamp } from './event.ts'
import { copyBytes, latin1 } from './record.ts'
import { parseStamp } from './stamp.ts'

/** Why a line is not a record. */
export type HeaderError = 'no type' | 'no message' | 'no stamp' | 'bad stamp'

/** What {@link HeaderParser.parse} found; one object is reused for every line. */
export interface Header {
  type: number
  /** The node name's bytes, or -1 when the line has none. */
  nodeStart: number
  nodeEnd: number
  /** As in a record: the position after the `)` of the stamp, or -1 for an unusual header. */
  body: number
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
/** Decimal numbers of up to this many digits are exact in a JavaScript number. */
const EXACT_DIGITS = 15

/** Parses headers; remembers the type names it has met, so that each is looked up once. */
export class HeaderParser {
  readonly header: Header = {
    type: -1,
    nodeStart: -1,
    nodeEnd: -1,
    body: -1,
    seconds: 0,
    milliseconds: 0,
    serial: 0,
    exact: undefined,
  }
  /** The stamp that was refused, after `bad stamp`. */
  badStamp = ''
  readonly #types = new TypeNameCache()
  /** Largest seconds value accepted: 2^63 − 1 − time-out − 1. */
  readonly #maxSeconds: bigint

  /** @param timeout the end-of-event time-out in seconds, which bounds the seconds of a stamp */
  constructor(timeout: number) {
    this.#maxSeconds = 2n ** 63n - 2n - BigInt(timeout)
  }

  /**
   * Reads the header of a line into {@link header}; returns undefined, or why the line is not a record.
   * Lines as auditd writes them take the short way; everything odd takes the exact one.
   */
  parse(bytes: Uint8Array, start: number, end: number): HeaderError | undefined {
    return this.#parseUsual(bytes, start, end) ? undefined : this.#parseExact(bytes, start, end)
  }

  /** `[node=NAME ]type=NAME msg=audit(N.NNN:N)`, exactly so; false for anything else. */
  #parseUsual(bytes: Uint8Array, start: number, end: number): boolean {
    const { header } = this
    let at = start
    let limit = start + WINDOW
    header.nodeStart = -1
    if (bytes[at] === 0x6e /* n */) {
      limit = start + NODE_WINDOW
      if (limit > end) limit = end
      if (!isNodePrefix(bytes, at)) return false
      at += PREFIX
      header.nodeStart = at
      while (at < limit && bytes[at] !== SPACE) at++
      header.nodeEnd = at++
    }
    if (limit > end) limit = end
    if (!isTypePrefix(bytes, at)) return false
    at += PREFIX
    const typeStart = at
    let hash = 0
    for (; at < limit; at++) {
      const byte = bytes[at] as number
      if (byte === SPACE) break
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    const typeEnd = at++
    const message = at
    if (!isMessagePrefix(bytes, message)) return false
    const stampStart = message + 10
    let byte = 0
    let seconds = 0
    for (at = stampStart; at < limit; at++) {
      byte = (bytes[at] as number) - ZERO
      if (byte < 0 || byte > 9) break
      seconds = seconds * 10 + byte
    }
    if (at === stampStart || at - stampStart > EXACT_DIGITS || byte !== -2 /* . */) return false
    const milliStart = ++at
    let milliseconds = 0
    for (; at < limit; at++) {
      byte = (bytes[at] as number) - ZERO
      if (byte < 0 || byte > 9) break
      milliseconds = milliseconds * 10 + byte
    }
    if (at - milliStart > 3 || byte !== 10 /* : */) return false
    const serialStart = ++at
    let serial = 0
    for (; at < limit; at++) {
      byte = (bytes[at] as number) - ZERO
      if (byte < 0 || byte > 9) break
      serial = serial * 10 + byte
    }
    if (
      at === serialStart ||
      at >= limit ||
      at - message < MIN_MESSAGE ||
      at - serialStart > EXACT_DIGITS ||
      byte !== -7 /* ) */
    )
      return false
    header.type = this.#types.lookup(bytes, typeStart, typeEnd, hash)
    header.seconds = seconds
    header.milliseconds = milliseconds
    header.serial = serial
    header.exact = undefined
    header.body = this.#types.hasBrackets ? -1 : at + 1
    return true
  }

  /** The rules of spec 01 §3, step by step. */
  #parseExact(bytes: Uint8Array, start: number, end: number): HeaderError | undefined {
    const { header } = this
    const window = start + (bytes[start] === 0x6e ? NODE_WINDOW : WINDOW)
    const limit = Math.min(end, window)
    let token = skipSpaces(bytes, start, limit)
    header.nodeStart = -1
    header.body = -1
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

function isNodePrefix(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 0x6f && bytes[at + 2] === 0x64 && bytes[at + 3] === 0x65 && bytes[at + 4] === 0x3d
}

function isTypePrefix(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x74 &&
    bytes[at + 1] === 0x79 &&
    bytes[at + 2] === 0x70 &&
    bytes[at + 3] === 0x65 &&
    bytes[at + 4] === 0x3d
  )
}

/** `msg=audit(`. */
function isMessagePrefix(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x6d &&
    bytes[at + 1] === 0x73 &&
    bytes[at + 2] === 0x67 &&
    bytes[at + 3] === 0x3d &&
    bytes[at + 4] === 0x61 &&
    bytes[at + 5] === 0x75 &&
    bytes[at + 6] === 0x64 &&
    bytes[at + 7] === 0x69 &&
    bytes[at + 8] === 0x74 &&
    bytes[at + 9] === 0x28
  )
}

/** A direct-mapped cache from a type name's bytes to its number: fixed in size whatever names a log makes up. */
class TypeNameCache {
  static readonly #size = 1024
  readonly #names: Uint8Array[] = []
  readonly #types = new Int32Array(TypeNameCache.#size)
  readonly #bracketed = new Uint8Array(TypeNameCache.#size)
  /** Whether the name looked up last has an opening or closing bracket in it. */
  hasBrackets = false

  lookup(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slot = (hash ^ (hash >>> 10)) & (TypeNameCache.#size - 1)
    const name = this.#names[slot]
    if (name === undefined || !sameBytes(name, bytes, start, end)) this.#learn(slot, bytes, start, end)
    this.hasBrackets = this.#bracketed[slot] === 1
    return this.#types[slot] as number
  }

  #learn(slot: number, bytes: Uint8Array, start: number, end: number): void {
    const name = latin1(bytes, start, end)
    this.#names[slot] = copyBytes(bytes, start, end)
    this.#types[slot] = parseRecordType(name)
    this.#bracketed[slot] = /[()]/.test(name) ? 1 : 0
  }
}

function sameBytes(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return false
  return true
}
