/** The beginning of an interpreted record, up to its fields: `type=BPF msg=audit(11/27/19 15:04:13.120:84664) ` (spec 02 §5.1). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { CLOSE_PAREN, COLON, OPEN_PAREN, SPACE, ZERO } from '../ascii.ts'
import { ByteSink, latin1Bytes } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'

/** The record has no `(`: nothing was written. */
export const NO_STAMP = -1
/** The record has no `)` after it: what was written is all there is of it, without a newline. */
export const OPEN_STAMP = -2

/** What was last turned into bytes. */
interface KeptBytes<Source> {
  of: Source
  bytes: Uint8Array
}

/** Writes headers; node, type and stamp are turned into bytes once and kept, as many records share them. */
export class HeaderWriter {
  readonly #context: InterpretContext
  readonly #types = new Map<number, Uint8Array | undefined>()
  readonly #node: KeptBytes<string> = { of: '', bytes: new Uint8Array(0) }
  readonly #stampBytes = new ByteSink()
  #stamp = { seconds: Number.NaN, milliseconds: 0, serial: 0 }
  readonly #second: KeptBytes<number> = { of: Number.NaN, bytes: new Uint8Array(0) }

  constructor(context: InterpretContext) {
    this.#context = context
  }

  /** Returns where the text after the stamp begins, or {@link NO_STAMP} or {@link OPEN_STAMP}. */
  write(record: LogRecord, event: LogEvent, out: ByteSink): number {
    const { bytes, body, textEnd } = record
    const type = this.typeBytes(record.type)
    if (body >= 0 && type !== undefined) {
      if (event.node !== undefined) out.writeBytes(this.nodeBytes(event.node))
      out.writeBytes(type)
      this.#writeStamp(event, out)
      return body
    }
    const start = event.node === undefined ? record.start : textAfterNode(record)
    const open = openOf(record, start, type)
    if (open < 0) return NO_STAMP
    if (event.node !== undefined) out.writeBytes(this.nodeBytes(event.node))
    if (type !== undefined) out.writeBytes(type)
    else out.writeBytes(bytes, start, open + 1)
    const close = position(bytes, CLOSE_PAREN, open + 1, textEnd)
    if (close < 0) return OPEN_STAMP
    this.#writeStamp(event, out)
    return close + 1
  }

  /** What {@link write} returns, without writing anything. */
  fieldsOf(record: LogRecord, event: LogEvent): number {
    if (record.body >= 0) return record.body
    const start = event.node === undefined ? record.start : textAfterNode(record)
    const open = openOf(record, start, this.typeBytes(record.type))
    if (open < 0) return NO_STAMP
    const close = position(record.bytes, CLOSE_PAREN, open + 1, record.textEnd)
    return close < 0 ? OPEN_STAMP : close + 1
  }

  /** `node=NAME `. */
  nodeBytes(node: string): Uint8Array {
    const known = this.#node
    if (known.of !== node) {
      known.of = node
      known.bytes = latin1Bytes(`node=${node} `)
    }
    return known.bytes
  }

  /** `type=NAME msg=audit(`; undefined for a type without a name. */
  typeBytes(type: number): Uint8Array | undefined {
    const known = this.#types.get(type)
    if (known !== undefined || type < 0) return known
    const name = recordTypeName(type)
    const bytes = name === undefined ? undefined : latin1Bytes(`type=${name} msg=audit(`)
    if (bytes !== undefined) this.#types.set(type, bytes)
    return bytes
  }

  #writeStamp(event: LogEvent, out: ByteSink): void {
    const { milliseconds, exact } = event
    if (exact === undefined) {
      const stamp = this.stampBytes(event)
      out.writeBytes(stamp.bytes, 0, stamp.length)
    } else out.writeText(stampText(this.#context.formatTime(exact.seconds), milliseconds, exact.serial))
  }

  /** The time and what follows it up to the first field, for an event without an exact stamp; valid until the next call. */
  stampBytes({ seconds, milliseconds, serial }: LogEvent): ByteSink {
    const known = this.#stamp
    // The records of an event have the same stamp.
    if (known.seconds !== seconds || known.milliseconds !== milliseconds || known.serial !== serial) {
      this.#stamp = { seconds, milliseconds, serial }
      this.#makeStamp(seconds, milliseconds, serial)
    }
    return this.#stampBytes
  }

  /** The time is formatted once for each second; the rest of a stamp is only digits. */
  #makeStamp(seconds: number, milliseconds: number, serial: number): void {
    const known = this.#second
    if (known.of !== seconds) {
      known.of = seconds
      known.bytes = latin1Bytes(`${this.#context.formatTime(seconds) ?? '?'}.`)
    }
    const stamp = this.#stampBytes
    stamp.length = 0
    stamp.writeBytes(known.bytes)
    writeDigits(milliseconds, 3, stamp)
    stamp.writeByte(COLON)
    writeDigits(serial, 1, stamp)
    stamp.writeByte(CLOSE_PAREN)
    stamp.writeByte(SPACE)
  }
}

/** Writes a whole number below 2^53 in decimal, with at least `width` digits. */
function writeDigits(value: number, width: number, out: ByteSink): void {
  let count = width
  for (let limit = 10 ** width; limit <= value; limit *= 10) count++
  out.ensure(count)
  out.length += count
  let rest = value
  for (let at = out.length - 1; count > 0; at--, count--) {
    const tens = Math.floor(rest / 10)
    out.bytes[at] = ZERO + rest - 10 * tens
    rest = tens
  }
}

function stampText(time: string | undefined, milliseconds: number, serial: number | bigint): string {
  return `${time ?? '?'}.${String(milliseconds).padStart(3, '0')}:${serial}) `
}

/** A record of an event with a node starts with the node's word. */
function textAfterNode({ bytes, start, textEnd }: LogRecord): number {
  const space = position(bytes, SPACE, start, textEnd)
  return space < 0 ? start : space + 1
}

/** Where the `(` of the stamp is, or -1; `type` is how the record usually starts. */
function openOf({ bytes, textEnd }: LogRecord, start: number, type: Uint8Array | undefined): number {
  const usual = type !== undefined && startsWith(bytes, type, start, textEnd)
  return usual ? start + type.length - 1 : position(bytes, OPEN_PAREN, start, textEnd)
}

/** True when `text`, whose last byte is its only `(`, stands at `start`. */
function startsWith(bytes: Uint8Array, text: Uint8Array, start: number, end: number): boolean {
  if (end - start < text.length) return false
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false
  return true
}

function position(bytes: Uint8Array, byte: number, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return at
  return -1
}
