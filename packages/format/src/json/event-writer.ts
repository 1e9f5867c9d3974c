/** Writes events in the native schema, from bytes to bytes: the one way to it, of the command and of the library. */
import type { InterpretContext } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import type { LogEvent } from '@ts-audit/log'
import { secondsText, serialText } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA } from '../ascii.ts'
import { writeDigits, writeMilliseconds } from './digits.ts'
import { EVENT_SCHEMA, type EventOrigin } from './event-json.ts'
import { areUtf8, ExecveArguments } from './execve-arguments.ts'
import { jsonString, jsonText, stringContent } from './json-strings.ts'
import { createNormalisedJson } from './normalised-json.ts'
import { OriginWriter } from './origin-writer.ts'
import { PathWriter } from './path-writer.ts'
import { RecordWriter } from './record-writer.ts'
import { type TypeText, TypeTexts } from './type-texts.ts'
import { base64Text, textOfLatin1, utf8Text } from './utf8.ts'
import { WasmRecord } from './wasm-record.ts'

/** What is written beside the fields. */
export interface EventJsonOptions {
  /** False leaves the lines out: then the log cannot be had again byte for byte, which `loss` says. Default true. */
  readonly raw?: boolean | undefined
  /** Adds the arguments of EXECVE, joined. */
  readonly argv?: boolean | undefined
  /** Adds who did what to what. */
  readonly normalise?: boolean | undefined
}

const encoder = new TextEncoder()
const HEAD = encoder.encode(`{"schema":"${EVENT_SCHEMA}","id":"`)
const SERIAL = encoder.encode(',"serial":')
const TYPES = encoder.encode(',"types":[')
const RECORDS = encoder.encode('],"records":[')
/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799
/** About this many bytes are held back before they are written. */
const HELD_BYTES = 128 << 10

/** Writes one event after the other. One serves one run; events do not depend on each other. */
export class EventJsonWriter {
  /** What is held back; what stands between events goes here too. */
  readonly out: ByteSink
  readonly #records: RecordWriter
  readonly #fast: WasmRecord | undefined
  readonly #paths: PathWriter
  readonly #arguments: ExecveArguments | undefined
  readonly #normalised: ReturnType<typeof createNormalisedJson> | undefined
  readonly #types = new TypeTexts()
  readonly #origin: OriginWriter
  /** The types of the records of the event. */
  #typesOfEvent: TypeText[] = []
  #node = { of: '', json: '' }
  #second = secondTexts(0)

  constructor(context: InterpretContext, options: EventJsonOptions = {}) {
    const own: InterpretContext = { ...context, escape: 'raw', memory: { ...context.memory } }
    const hasRaw = options.raw !== false
    this.#records = new RecordWriter(own, hasRaw)
    this.#fast = WasmRecord.create(own, hasRaw)
    this.out = this.#fast?.out ?? new ByteSink()
    this.#paths = new PathWriter(own)
    this.#arguments = options.argv === true ? new ExecveArguments() : undefined
    this.#normalised = options.normalise === true ? createNormalisedJson(own) : undefined
    this.#origin = new OriginWriter(hasRaw)
  }

  /** Whether so much is held back that it should be written. */
  get isFull(): boolean {
    return this.out.length > HELD_BYTES
  }

  /** Writes what is held back. */
  flush(into: ByteSink): void {
    into.writeBytes(this.out.bytes, 0, this.out.length)
    this.clear()
  }

  /** Forgets what is held back. */
  clear(): void {
    if (this.#fast === undefined) this.out.length = 0
    else this.#fast.reset()
  }

  /** Writes an event as one object, without a line feed; `origin` is where it came from. */
  write(event: LogEvent, origin?: EventOrigin): void {
    const { out } = this
    const { records } = event
    const types = this.#typesOfEvent
    const fast = this.#fast
    this.#records.beginEvent()
    this.#paths.beginEvent()
    this.#arguments?.clear()
    this.#writeHead(event)
    for (let at = 0; at < records.length; at++) {
      const record = records[at] as LogEvent['records'][number]
      const type = types[at] as TypeText
      const all = record.type === RecordType.EXECVE ? this.#arguments : undefined
      const isWritten = all === undefined && fast?.write(record, type) === true
      if (!isWritten) this.#records.write(record, event, type, out, all)
      if (record.type === RecordType.PATH) this.#paths.write(record, event, out)
    }
    out.length--
    out.writeByte(CLOSE_BRACKET)
    this.#writeArguments()
    const normalised = this.#normalised?.(event)
    if (normalised !== undefined) {
      out.writeBytes(encoder.encode(`,"normalised":${jsonText(normalised)}`))
    }
    this.#origin.write(origin, out)
    out.writeByte(CLOSE_BRACE)
  }

  #writeHead(event: LogEvent): void {
    const { out } = this
    if (event.exact === undefined && event.seconds <= LAST_SECOND) this.#writeStamp(event)
    else this.#writeUnusualStamp(event)
    const types = this.#typesOfEvent
    types.length = 0
    for (const record of event.records) {
      const type = this.#types.of(record, event)
      types.push(type)
      out.writeBytes(type.name)
      out.writeByte(COMMA)
    }
    out.length--
    out.writeBytes(RECORDS)
  }

  #writeStamp({ node, seconds, milliseconds, serial }: LogEvent): void {
    const { out } = this
    if (this.#second.of !== seconds) this.#second = secondTexts(seconds)
    const second = this.#second
    out.writeBytes(HEAD)
    if (node !== undefined) out.writeText(`${this.#nodeOf(node)}/`)
    out.writeBytes(second.id)
    writeMilliseconds(milliseconds, out)
    out.writeByte(COLON)
    writeDigits(serial, out)
    if (node !== undefined) out.writeText(`","node":"${this.#nodeOf(node)}`)
    out.writeBytes(second.time)
    writeMilliseconds(milliseconds, out)
    out.writeBytes(second.number)
    writeDigits(milliseconds, out)
    out.writeBytes(SERIAL)
    writeDigits(serial, out)
    out.writeBytes(TYPES)
  }

  /** Of a time without a four-digit year, or of numbers that JSON may not hold. */
  #writeUnusualStamp(event: LogEvent): void {
    const { out } = this
    const { node, seconds, milliseconds, exact } = event
    const id = `${secondsText(event)}.${threeDigits(milliseconds)}:${serialText(event)}"`
    out.writeBytes(HEAD)
    if (node === undefined) out.writeText(id)
    else out.writeText(`${this.#nodeOf(node)}/${id},"node":"${this.#nodeOf(node)}"`)
    out.writeText(`,"time":null,"sec":${numberText(exact?.seconds ?? seconds)},"ms":${milliseconds}`)
    out.writeText(`,"serial":${numberText(exact?.serial ?? event.serial)},"types":[`)
  }

  #writeArguments(): void {
    const all = this.#arguments?.take()
    if (all === undefined || all.length === 0) return
    const isText = areUtf8(all)
    const items = all.map((bytes) =>
      isText ? jsonString(utf8Text(bytes, 0, bytes.length)) : `"${base64Text(bytes, 0, bytes.length)}"`,
    )
    this.out.writeBytes(encoder.encode(`,"${isText ? 'argv' : 'argvBase64'}":[${items.join(',')}]`))
  }

  /** A node name comes as latin1, and stands for UTF-8. */
  #nodeOf(node: string): string {
    if (this.#node.of !== node) this.#node = { of: node, json: stringContent(textOfLatin1(node)) }
    return this.#node.json
  }
}

/** What the events of a second have in common. */
interface SecondTexts {
  readonly of: number
  /** Before the milliseconds of the id, before those of the time, and after these. */
  readonly id: Uint8Array
  readonly time: Uint8Array
  readonly number: Uint8Array
}

function secondTexts(seconds: number): SecondTexts {
  const date = new Date(1000 * seconds).toISOString().slice(0, 19)
  return {
    of: seconds,
    id: encoder.encode(`${seconds}.`),
    time: encoder.encode(`","time":"${date}.`),
    number: encoder.encode(`Z","sec":${seconds},"ms":`),
  }
}

function threeDigits(number: number): string {
  return number < 10 ? `00${number}` : number < 100 ? `0${number}` : `${number}`
}

function numberText(value: number | bigint): string {
  return value <= Number.MAX_SAFE_INTEGER ? `${value}` : 'null'
}
