/** Events as data: the schema `ts-audit-event/1`, without who did what to what, which `toJson` adds. */
import type { AccountResolver, InterpretContext } from '@ts-audit/auparse'
import { ByteSink, contextWith, FieldReader, GrowingInterpreters, PathNames } from '@ts-audit/auparse/usual'
import type { EVENT_SCHEMA, EventJson, FieldJson, RecordJson } from '@ts-audit/format'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1, secondsText, serialText } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { asUtf8 } from './text.ts'

const SCHEMA: typeof EVENT_SCHEMA = 'ts-audit-event/1'
/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799
/** An argument of EXECVE, or a piece of a long one: `a1`, `a1[0]`. */
const ARGUMENT = /^a(\d{1,14})(?:\[|$)/

/** Reads all fields of an event, in the order of the log: what one means may depend on those before it. One serves one log. */
export class EventReader {
  readonly #fields: FieldReader
  readonly #paths: PathNames
  readonly #text = new ByteSink()
  /** To be prepared for what is read. */
  readonly interpreters = new GrowingInterpreters()

  constructor(accounts: AccountResolver) {
    const context: InterpretContext = contextWith(this.interpreters, { accounts, escape: 'raw' })
    this.#fields = new FieldReader(context)
    this.#paths = new PathNames(context)
  }

  /** The event as data. */
  read(event: LogEvent): EventJson {
    this.#fields.beginEvent()
    this.#paths.beginEvent()
    const words = new Map<number, string>()
    const records = event.records.map((record) => this.#record(record, event, words))
    const id = `${secondsText(event)}.${String(event.milliseconds).padStart(3, '0')}:${serialText(event)}`
    const node = event.node === undefined ? undefined : textOf(event.node)
    return {
      schema: SCHEMA,
      id: node === undefined ? id : `${node}/${id}`,
      ...(node !== undefined && { node }),
      time: timeText(event),
      sec: safe(event.exact?.seconds ?? event.seconds),
      ms: event.milliseconds,
      serial: safe(event.exact?.serial ?? event.serial),
      types: records.map(({ type }) => type),
      records,
      ...argumentsOf(words),
    }
  }

  #record(record: LogRecord, event: LogEvent, words: Map<number, string>): RecordJson {
    const fields = this.#fields
    const line = latin1(record.bytes, record.start, record.end)
    fields.begin(record, event)
    const list: FieldJson[] = []
    while (fields.next()) list.push(this.#field(record.type === RecordType.EXECVE ? words : undefined))
    const enriched: FieldJson[] = []
    const isEnriched = fields.beginEntries()
    while (isEnriched && fields.nextEntry()) enriched.push({ name: this.#name(), ...this.#value('raw') })
    const path = record.type === RecordType.PATH ? this.#paths.nameOf(record, event) : undefined
    return {
      type: textOf(typeIn(line, event.node !== undefined)),
      ...(record.type >= 0 && { code: record.type }),
      ...member('raw', line),
      fields: list,
      ...(isEnriched && { enriched }),
      ...(path !== undefined && member('path', path)),
    }
  }

  #field(words: Map<number, string> | undefined): FieldJson {
    const fields = this.#fields
    const out = this.#text
    const name = this.#name()
    const raw = latin1(fields.bytes, fields.start, fields.end)
    out.length = 0
    const text = fields.writeText(out) ? latin1(out.bytes, 0, out.length) : raw
    const index = words && ARGUMENT.exec(name)?.[1]
    if (index !== undefined) words?.set(Number(index), (words.get(Number(index)) ?? '') + text)
    return {
      name,
      ...member('raw', raw),
      ...(text !== raw && member('text', text)),
      ...(fields.inMessage && { in: 'msg' }),
    }
  }

  #name(): string {
    const { bytes, nameStart, nameEnd } = this.#fields
    return textOf(latin1(bytes, nameStart, nameEnd))
  }

  #value(name: 'raw'): Pick<FieldJson, 'raw' | 'rawBase64'> {
    const { bytes, start, end } = this.#fields
    return member(name, latin1(bytes, start, end))
  }
}

/** The type as the line has it. */
function typeIn(line: string, hasNode: boolean): string {
  const from = line.indexOf('=', hasNode ? line.indexOf(' ') : 0) + 1
  const end = line.indexOf(' ', from)
  return line.slice(from, end < 0 ? undefined : end)
}

/** A text of bytes under its name; in base64, and named so, where it is not UTF-8. */
function member<Name extends 'raw' | 'text' | 'path'>(
  name: Name,
  text: string,
): { readonly [Key in Name | `${Name}Base64`]?: string } {
  const utf8 = asUtf8(text)
  const found = utf8 === undefined ? { [`${name}Base64`]: btoa(text) } : { [name]: utf8 }
  return found as { readonly [Key in Name | `${Name}Base64`]?: string }
}

/** The text that bytes stand for, with U+FFFD where they are not UTF-8. */
function textOf(text: string): string {
  return asUtf8(text, 'lenient')
}

function argumentsOf(words: ReadonlyMap<number, string>): Pick<EventJson, 'argv' | 'argvBase64'> {
  if (words.size === 0) return {}
  const bytes = [...words].sort(([a], [b]) => a - b).map(([, word]) => word)
  const argv = bytes.flatMap((word) => asUtf8(word) ?? [])
  return argv.length === bytes.length ? { argv } : { argvBase64: bytes.map((word) => btoa(word)) }
}

function timeText({ exact, seconds, milliseconds }: LogEvent): string | null {
  if (exact !== undefined || seconds > LAST_SECOND) return null
  return new Date(seconds * 1000 + milliseconds).toISOString()
}

/** A number that JavaScript holds exactly; null beyond. */
function safe(value: number | bigint): number | null {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : null
}
