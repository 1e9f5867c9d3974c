/** Writes objects as JSON, member by member, without making them: a third of the time of objects and JSON.stringify. */
import { ByteSink } from '@ts-audit/auparse/internal'
import type { LogRecord } from '@ts-audit/log'
import { copyBytes } from '@ts-audit/log/internal'
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  ZERO,
} from '../ascii.ts'
import { writeDigits } from '../json/digits.ts'
import { jsonString, writeAscii } from '../json/json-strings.ts'
import { numberOf } from './numbers.ts'
import { originalText } from './original-text.ts'

const LOWER_N = 0x6e
/** Keys that come from the log are not remembered beyond this many. */
const MOST_KEYS = 1024
const encoder = new TextEncoder()
/** By unit of a string: 1 where it is written as it is. */
const PLAIN = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit >= 0x20 && unit < 0x7f && unit !== QUOTE && unit !== BACKSLASH ? 1 : 0,
)

/** The key of a member as it is written, comma and colon included. */
export type JsonKey = Uint8Array

/** A key. */
export function jsonKey(name: string): JsonKey {
  return encoder.encode(`,${jsonString(name)}:`)
}

/** Keys by their names. */
export function jsonKeys<const Name extends string>(names: readonly Name[]): Readonly<Record<Name, JsonKey>> {
  return Object.fromEntries(names.map((name) => [name, jsonKey(name)])) as Record<Name, JsonKey>
}

/** Members that are always the same, as they are written. */
export function jsonMembers(members: object): JsonKey {
  return encoder.encode(`,${JSON.stringify(members).slice(1, -1)}`)
}

/** Writes lines, joined with line feeds, as the content of a JSON string, or nothing where it cannot: then it gives false. */
export type LineWriter = (records: readonly LogRecord[], out: ByteSink) => boolean

/** Writes one object after the other, each on a line. */
export class JsonWriter {
  readonly #out: ByteSink
  readonly #keys = new Map<string, JsonKey>()

  constructor(out: ByteSink) {
    this.#out = out
  }

  /** Begins an object that stands alone. */
  begin(): void {
    this.#out.writeByte(OPEN_BRACE)
  }

  /** Ends it, and the line. */
  end(): void {
    this.#out.writeByte(CLOSE_BRACE)
    this.#out.writeByte(NEWLINE)
  }

  /** Begins a member that is an object; {@link close} takes what this gives. */
  open(key: JsonKey): number {
    const { length } = this.#out
    this.#key(key)
    this.#out.writeByte(OPEN_BRACE)
    return length
  }

  /** Ends it; one without members is taken back, and then this is false. */
  close(opened: number): boolean {
    const out = this.#out
    const isKept = out.bytes[out.length - 1] !== OPEN_BRACE
    if (isKept) out.writeByte(CLOSE_BRACE)
    else out.length = opened
    return isKept
  }

  /** Where writing is, for {@link since}. */
  mark(): number {
    return this.#out.length
  }

  /**
   * The members written since a mark, as {@link members} takes them; undefined where these are none, the first ones of their object, or
   * more bytes than `most`.
   */
  since(mark: number, most: number): JsonKey | undefined {
    const { bytes, length } = this.#out
    const isMember = length > mark && length - mark <= most && bytes[mark] === COMMA
    return isMember ? copyBytes(bytes, mark, length) : undefined
  }

  /** Begins a list; its items are written by {@link item} and {@link openItem}. */
  openList(key: JsonKey): void {
    this.#key(key)
    this.#out.writeByte(OPEN_BRACKET)
  }

  closeList(): void {
    this.#out.writeByte(CLOSE_BRACKET)
  }

  /** Begins an item that is an object. */
  openItem(): void {
    this.#separate()
    this.#out.writeByte(OPEN_BRACE)
  }

  /** Ends it, or a member that is an object, whether it has members or not. */
  closeItem(): void {
    this.#out.writeByte(CLOSE_BRACE)
  }

  /** An item that is a text. */
  item(text: string): void {
    this.#separate()
    this.#text(text)
  }

  /** Members that {@link jsonMembers} made, or {@link since} gave. */
  members(members: JsonKey): void {
    const out = this.#out
    out.writeBytes(members, out.bytes[out.length - 1] === OPEN_BRACE ? 1 : 0)
  }

  /** A member that is a text; none for undefined. */
  text(key: JsonKey, text: string | undefined): void {
    if (text === undefined) return
    this.#key(key)
    this.#text(text)
  }

  /** A member with a key that comes from the log. */
  named(name: string, text: string): void {
    let key = this.#keys.get(name)
    if (key === undefined) {
      key = jsonKey(name)
      if (this.#keys.size < MOST_KEYS) this.#keys.set(name, key)
    }
    this.text(key, text)
  }

  /** A member that is a number; none for undefined. Whole ones are written digit by digit: no text is made. */
  number(key: JsonKey, value: number | undefined): void {
    if (value === undefined) return
    this.#key(key)
    if (Number.isSafeInteger(value) && value >= 0) writeDigits(value, this.#out)
    else this.#out.writeText(`${value}`)
  }

  /** A member that is the number of a field, where its text is one that JSON can hold exactly. */
  numberOf(key: JsonKey, text: string | undefined): void {
    const value = numberOf(text)
    if (value === undefined || text === undefined) return
    this.#key(key)
    // `007` is no number in JSON.
    if (text.length > 1 && text.charCodeAt(0) === ZERO) writeDigits(value, this.#out)
    else this.#out.writeText(text)
  }

  /** A member that is true or false. */
  flag(key: JsonKey, value: boolean): void {
    this.#key(key)
    this.#out.writeText(value ? 'true' : 'false')
  }

  /** A member that is a list of texts. */
  texts(key: JsonKey, texts: readonly string[]): void {
    this.openList(key)
    for (const text of texts) this.item(text)
    this.closeList()
  }

  /**
   * A member with the lines of an event, joined with line feeds; what is no UTF-8 becomes U+FFFD.
   *
   * @param writeLines tried first
   */
  original(key: JsonKey, records: readonly LogRecord[], writeLines: LineWriter): void {
    const out = this.#out
    this.#key(key)
    const { length } = out
    out.writeByte(QUOTE)
    if (writeLines(records, out)) {
      out.writeByte(QUOTE)
      return
    }
    for (let at = 0; at < records.length; at++) {
      const { bytes, start, end } = records[at] as LogRecord
      if (at > 0) {
        out.writeByte(BACKSLASH)
        out.writeByte(LOWER_N)
      }
      if (writeAscii(bytes, start, end, out)) continue
      out.length = length
      out.writeBytes(encoder.encode(jsonString(originalText(records))))
      return
    }
    out.writeByte(QUOTE)
  }

  /** The first member of an object has no comma before it. Hot: keys are short, and a loop is faster than a copy. */
  #key(key: JsonKey): void {
    const out = this.#out
    const { length } = key
    out.ensure(length)
    const target = out.bytes
    let to = out.length
    for (let at = target[to - 1] === OPEN_BRACE ? 1 : 0; at < length; at++) target[to++] = key[at] as number
    out.length = to
  }

  #separate(): void {
    const out = this.#out
    if (out.bytes[out.length - 1] !== OPEN_BRACKET) out.writeByte(COMMA)
  }

  /** Hot: plain ASCII is written unit by unit. */
  #text(text: string): void {
    const out = this.#out
    const { length } = text
    out.ensure(length + 2)
    const target = out.bytes
    const start = out.length
    let to = start
    target[to++] = QUOTE
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at)
      if (unit > 0x7f || PLAIN[unit] === 0) {
        out.writeBytes(encoder.encode(jsonString(text)))
        return
      }
      target[to++] = unit
    }
    target[to++] = QUOTE
    out.length = to
  }
}

/** Gives what a writer writes of each event as objects. */
export function objectsOf<Event, Value>(
  write: (event: Event, json: JsonWriter) => void,
  finish: (value: Value) => void,
): (event: Event) => Value[] {
  const sink = new ByteSink()
  const json = new JsonWriter(sink)
  const decoder = new TextDecoder()
  return (event) => {
    sink.length = 0
    write(event, json)
    const lines = decoder.decode(sink.bytes.subarray(0, sink.length)).split('\n')
    return lines.slice(0, -1).map((line) => {
      const value = JSON.parse(line) as Value
      finish(value)
      return value
    })
  }
}
