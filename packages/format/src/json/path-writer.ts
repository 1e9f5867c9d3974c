/** Writes the full name of the file that a PATH record is about, after the record. */
import type { InterpretContext } from '@ts-audit/auparse'
import { ByteSink, PathNames } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { CLOSE_BRACE, COMMA, QUOTE, SPACE } from '../ascii.ts'
import { memberHead, writeMember } from './json-strings.ts'

const SLASH = 0x2f
const DOT = 0x2e
const encoder = new TextEncoder()
const PATH = memberHead('path')
const NAME_AT_START = encoder.encode(': item=0 name="')
const ITEM = NAME_AT_START.indexOf(0x30)

/** One serves one run; {@link beginEvent} forgets the directory of the event before. */
export class PathWriter {
  readonly #names: PathNames
  readonly #text = new ByteSink()

  constructor(context: InterpretContext) {
    this.#names = new PathNames(context)
  }

  /** Begins an event. */
  beginEvent(): void {
    this.#names.beginEvent()
  }

  /** Puts the member `path` into the PATH record that was written last: nothing where its name is no full one. */
  write(record: LogRecord, event: LogEvent, out: ByteSink): void {
    const { bytes, textEnd } = record
    const start = quotedName(record)
    if (start >= 0) {
      let end = start
      while (end < textEnd && bytes[end] !== QUOTE) end++
      if (end + 1 < textEnd && bytes[end + 1] === SPACE && isClean(bytes, start, end)) {
        writePath(bytes, start, end, out)
        return
      }
    }
    const path = this.#names.nameOf(record, event)
    if (path === undefined) return
    this.#text.length = 0
    this.#text.writeText(path)
    writePath(this.#text.bytes, 0, this.#text.length, out)
  }
}

/** Where the name in quotes begins, in a record as the kernel writes it with less than ten items; -1 in any other. */
function quotedName({ bytes, body, textEnd }: LogRecord): number {
  if (body < 0 || body + NAME_AT_START.length > textEnd) return -1
  for (let at = 0; at < NAME_AT_START.length; at++) {
    if (at !== ITEM && bytes[body + at] !== NAME_AT_START[at]) return -1
  }
  return body + NAME_AT_START.length
}

/** True for a name from the root without empty parts, `.` and `..`; a part that begins with a dot is left to others. */
function isClean(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || bytes[start] !== SLASH) return false
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]
    if ((byte === SLASH || byte === DOT) && bytes[at - 1] === SLASH) return false
  }
  return end === start + 1 || bytes[end - 1] !== SLASH
}

/** The record ends with a brace and a comma. */
function writePath(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
  out.length -= 2
  writeMember(PATH, bytes, start, end, out)
  out.writeByte(CLOSE_BRACE)
  out.writeByte(COMMA)
}
