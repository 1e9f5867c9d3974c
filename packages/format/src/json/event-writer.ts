/** Writes events in the native schema, from bytes to bytes: the one way to it, of the command and of the library. */
import type { InterpretContext } from '@ts-audit/auparse'
import { type ByteSink, FieldReader } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { secondsText, serialText } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, EQUALS, SPACE } from '../ascii.ts'
import { EVENT_SCHEMA, type EventOrigin } from './event-json.ts'
import { areUtf8, ExecveArguments } from './execve-arguments.ts'
import { FieldWriter } from './field-writer.ts'
import { jsonString, jsonText, memberHead, writeMember } from './json-strings.ts'
import { createNormalisedJson } from './normalised-json.ts'
import { base64Text, textOfLatin1, utf8Text } from './utf8.ts'

/** What is written beside the fields. */
export interface EventJsonOptions {
  /** False leaves the lines out: then the log cannot be had again byte for byte, which `loss` says. Default true. */
  readonly raw?: boolean | undefined
  /** Adds the arguments of EXECVE, joined. */
  readonly argv?: boolean | undefined
  /** Adds who did what to what. */
  readonly normalise?: boolean | undefined
}

/** The word in `loss` of an event that was written without its lines. */
export const RAW_LEFT_OUT = 'raw-left-out'

const encoder = new TextEncoder()
const RAW = memberHead('raw')
const FIELDS = encoder.encode(',"fields":[')
const ENRICHED = encoder.encode(',"enriched":[')
const RECORDS = encoder.encode(',"records":[')
/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799
/** Names of types that the log makes up are not remembered beyond this many. */
const MOST_TYPES = 1024

/** A record type as it stands in a line, and as JSON. */
interface TypeText {
  readonly bytes: Uint8Array
  readonly name: Uint8Array
  readonly head: Uint8Array
}

/** Writes one event after the other. One serves one run; events do not depend on each other. */
export class EventJsonWriter {
  readonly #reader: FieldReader
  readonly #fields: FieldWriter
  readonly #hasRaw: boolean
  readonly #arguments: ExecveArguments | undefined
  readonly #normalised: ReturnType<typeof createNormalisedJson> | undefined
  readonly #types = new Map<number, TypeText>()
  #node: { readonly of: string; readonly json: string; readonly id: string } | undefined
  #second = { of: Number.NaN, text: '' }
  #origin: { readonly of: EventOrigin | undefined; readonly loss: Uint8Array } = {
    of: undefined,
    loss: new Uint8Array(0),
  }

  constructor(context: InterpretContext, options: EventJsonOptions = {}) {
    const own: InterpretContext = { ...context, escape: 'raw', memory: { ...context.memory } }
    this.#reader = new FieldReader(own)
    this.#fields = new FieldWriter(this.#reader)
    this.#hasRaw = options.raw !== false
    this.#arguments = options.argv === true ? new ExecveArguments() : undefined
    this.#normalised = options.normalise === true ? createNormalisedJson(own) : undefined
  }

  /** Writes an event as one object, without a line feed; `origin` is where it came from. */
  write(event: LogEvent, out: ByteSink, origin?: EventOrigin): void {
    this.#reader.beginEvent()
    this.#arguments?.clear()
    this.#writeHead(event, out)
    out.writeBytes(RECORDS)
    for (const record of event.records) this.#writeRecord(record, event, out)
    out.length--
    out.writeByte(CLOSE_BRACKET)
    this.#writeArguments(out)
    const normalised = this.#normalised?.(event)
    if (normalised !== undefined) {
      out.writeBytes(encoder.encode(`,"normalised":${jsonText(normalised)}`))
    }
    if (origin !== undefined) writeSource(origin, out)
    this.#writeLoss(origin, out)
    out.writeByte(CLOSE_BRACE)
  }

  #writeHead(event: LogEvent, out: ByteSink): void {
    const { node, seconds, milliseconds: ms, exact } = event
    const known = node === undefined ? undefined : this.#nodeOf(node)
    const id = `${secondsText(event)}.${threeDigits(ms)}:${serialText(event)}`
    if (known === undefined) out.writeText(`{"schema":"${EVENT_SCHEMA}","id":"${id}"`)
    else {
      out.writeText(`{"schema":"${EVENT_SCHEMA}","id":"${known.id}/${id}","node":"${known.json}"`)
    }
    const time = exact === undefined && seconds <= LAST_SECOND ? this.#secondText(seconds) : undefined
    out.writeText(time === undefined ? ',"time":null' : `,"time":"${time}.${threeDigits(ms)}Z"`)
    out.writeText(`,"sec":${numberText(exact?.seconds ?? seconds)},"ms":${ms}`)
    out.writeText(`,"serial":${numberText(exact?.serial ?? event.serial)},"types":[`)
    for (const record of event.records) {
      out.writeBytes(this.#typeOf(record, event).name)
      out.writeByte(COMMA)
    }
    out.length--
    out.writeByte(CLOSE_BRACKET)
  }

  #writeRecord(record: LogRecord, event: LogEvent, out: ByteSink): void {
    const reader = this.#reader
    out.writeBytes(this.#typeOf(record, event).head)
    if (this.#hasRaw) writeMember(RAW, record.bytes, record.start, record.end, out)
    out.writeBytes(FIELDS)
    reader.begin(record, event)
    const all = record.type === RecordType.EXECVE ? this.#arguments : undefined
    if (all === undefined) this.#fields.writeFields(out)
    else {
      this.#fields.writeFields(out, (text) => {
        const { bytes, start, end, nameStart, nameEnd } = reader
        const value = text ?? { bytes: bytes.subarray(start, end), length: end - start }
        all.add(bytes, nameStart, nameEnd, value)
      })
    }
    if (reader.beginEntries()) {
      out.writeBytes(ENRICHED)
      this.#fields.writeEntries(out)
    }
    out.writeByte(CLOSE_BRACE)
    out.writeByte(COMMA)
  }

  #writeArguments(out: ByteSink): void {
    const all = this.#arguments?.take()
    if (all === undefined || all.length === 0) return
    const isText = areUtf8(all)
    const items = all.map((bytes) =>
      isText ? jsonString(utf8Text(bytes, 0, bytes.length)) : `"${base64Text(bytes, 0, bytes.length)}"`,
    )
    out.writeBytes(encoder.encode(`,"${isText ? 'argv' : 'argvBase64'}":[${items.join(',')}]`))
  }

  #writeLoss(origin: EventOrigin | undefined, out: ByteSink): void {
    if (this.#hasRaw && origin?.loss === undefined) return
    if (this.#origin.of?.loss !== origin?.loss || this.#origin.loss.length === 0) {
      const words = [...(origin?.loss ?? []), ...(this.#hasRaw ? [] : [RAW_LEFT_OUT])]
      const loss = encoder.encode(words.length === 0 ? '' : `,"loss":${jsonText(words)}`)
      this.#origin = { of: origin, loss }
    }
    out.writeBytes(this.#origin.loss)
  }

  /** A node name comes as latin1, and is written as ASCII with escapes. */
  #nodeOf(node: string): { readonly json: string; readonly id: string } {
    if (this.#node?.of !== node) {
      const json = asciiContent(textOfLatin1(node))
      this.#node = { of: node, json, id: json }
    }
    return this.#node
  }

  /** `2023-11-14T22:13:20`. */
  #secondText(seconds: number): string {
    if (this.#second.of !== seconds) {
      this.#second = { of: seconds, text: new Date(1000 * seconds).toISOString().slice(0, 19) }
    }
    return this.#second.text
  }

  #typeOf(record: LogRecord, event: LogEvent): TypeText {
    const { bytes, start, textEnd, type } = record
    let from = start
    if (event.node !== undefined) {
      while (from < textEnd && bytes[from] !== SPACE) from++
      from++
    }
    while (from < textEnd && bytes[from] !== EQUALS) from++
    from++
    const known = this.#types.get(type)
    if (known !== undefined && isWord(known.bytes, bytes, from, textEnd)) return known
    let end = from
    while (end < textEnd && bytes[end] !== SPACE) end++
    const name = jsonString(utf8Text(bytes, from, end))
    const code = type < 0 ? '' : `,"code":${type}`
    const made = {
      bytes: Uint8Array.from(bytes.subarray(from, end)),
      name: encoder.encode(name),
      head: encoder.encode(`{"type":${name}${code}`),
    }
    if (known !== undefined || this.#types.size < MOST_TYPES) this.#types.set(type, made)
    return made
  }
}

function writeSource(origin: EventOrigin, out: ByteSink): void {
  const { input, file, offset, line, boot } = origin
  out.writeText(`,"source":{"input":"${input}"`)
  if (file !== undefined) out.writeText(`,"file":"${asciiContent(file)}"`)
  if (offset !== undefined) out.writeText(`,"offset":${offset}`)
  if (line !== undefined) out.writeText(`,"line":${line}`)
  if (boot !== undefined) out.writeText(`,"boot":"${asciiContent(boot)}"`)
  out.writeByte(CLOSE_BRACE)
}

/** The content of a JSON string of ASCII. */
function asciiContent(text: string): string {
  return jsonString(text)
    .slice(1, -1)
    .replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function threeDigits(number: number): string {
  return number < 10 ? `00${number}` : number < 100 ? `0${number}` : `${number}`
}

function numberText(value: number | bigint): string {
  return value <= Number.MAX_SAFE_INTEGER ? `${value}` : 'null'
}

/** True when a word stands at a position, with a blank after it. */
function isWord(word: Uint8Array, bytes: Uint8Array, at: number, end: number): boolean {
  const after = at + word.length
  if (after >= end || bytes[after] !== SPACE) return false
  for (let index = 0; index < word.length; index++) if (word[index] !== bytes[at + index]) return false
  return true
}
