/** The beginning of an interpreted record, up to its fields: `type=BPF msg=audit(11/27/19 15:04:13.120:84664) ` (spec 02 §5.1). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { type ByteSink, latin1Bytes } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'

const SPACE = 0x20
const OPEN = 0x28
const CLOSE = 0x29

/** The record has no `(`: nothing was written. */
export const NO_STAMP = -1
/** The record has no `)` after it: what was written is all there is of it, without a newline. */
export const OPEN_STAMP = -2

/** Writes headers; node, type and stamp are turned into bytes once and kept, as many records share them. */
export class HeaderWriter {
  readonly #context: InterpretContext
  readonly #types = new Map<number, Uint8Array | undefined>()
  readonly #node = { name: '', bytes: new Uint8Array(0) }
  readonly #second = { seconds: Number.NaN, text: '' }
  readonly #stamp = { seconds: Number.NaN, milliseconds: 0, serial: 0, bytes: new Uint8Array(0) }

  constructor(context: InterpretContext) {
    this.#context = context
  }

  /** Returns where the text after the stamp begins, or {@link NO_STAMP} or {@link OPEN_STAMP}. */
  write(record: LogRecord, event: LogEvent, out: ByteSink): number {
    const { bytes, textEnd } = record
    const start = event.node === undefined ? record.start : textAfterNode(record)
    const open = position(bytes, OPEN, start, textEnd)
    if (open < 0) return NO_STAMP
    if (event.node !== undefined) out.writeBytes(this.#nodeBytes(event.node))
    const type = this.#typeBytes(record.type)
    if (type !== undefined) out.writeBytes(type)
    else out.writeBytes(bytes, start, open + 1)
    const close = position(bytes, CLOSE, open + 1, textEnd)
    if (close < 0) return OPEN_STAMP
    out.writeBytes(this.#stampBytes(event))
    return close + 1
  }

  #nodeBytes(node: string): Uint8Array {
    const known = this.#node
    if (known.name !== node) Object.assign(known, { name: node, bytes: latin1Bytes(`node=${node} `) })
    return known.bytes
  }

  #typeBytes(type: number): Uint8Array | undefined {
    const known = this.#types.get(type)
    if (known !== undefined || type < 0) return known
    const name = recordTypeName(type)
    const bytes = name === undefined ? undefined : latin1Bytes(`type=${name} msg=audit(`)
    if (bytes !== undefined) this.#types.set(type, bytes)
    return bytes
  }

  #stampBytes(event: LogEvent): Uint8Array {
    const { seconds, milliseconds, serial, exact } = event
    if (exact !== undefined) {
      const time = this.#context.formatTime(exact.seconds)
      return latin1Bytes(stampText(time, milliseconds, exact.serial))
    }
    const known = this.#stamp
    if (known.serial !== serial || known.seconds !== seconds || known.milliseconds !== milliseconds) {
      const bytes = latin1Bytes(stampText(this.#timeText(seconds), milliseconds, serial))
      Object.assign(known, { seconds, milliseconds, serial, bytes })
    }
    return known.bytes
  }

  #timeText(seconds: number): string | undefined {
    const known = this.#second
    if (known.seconds !== seconds) {
      Object.assign(known, { seconds, text: this.#context.formatTime(seconds) ?? '?' })
    }
    return known.text
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

function position(bytes: Uint8Array, byte: number, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return at
  return -1
}
