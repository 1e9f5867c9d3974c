/**
 * JSON of journalctl (`-o json`, and its other ways of writing the same objects), and what Vector and Fluent Bit make of
 * it: the same fields, renamed. The names of those two follow their documentation and are not verified.
 */
import { latin1 } from '@ts-audit/log'
import { COMMA } from '../ascii.ts'
import { isDigit } from '../bytes.ts'
import type { FormOutput, ObjectForm, ObjectReader } from '../input-form.ts'
import { JournalEntries, type JournalEntry, journalLosses } from '../journal/journal-entry.ts'
import { elements, isJsonSpace, type JsonObject, type JsonValue, stringOf } from './json-object.ts'
import { hasReplacement } from './json-text.ts'

/** No field but the message is longer. */
const LONGEST_WORD = 200

/** How a program names the fields. */
interface FieldNames {
  readonly cursor: string
  readonly transport: string
  readonly type: string
  readonly typeName: string
  readonly serial: string
  readonly time: string
  readonly boot: string
  readonly identifier: string
  /** The first that is there. */
  readonly messages: readonly string[]
  /** Names of journald's fields cannot be told from those that any program may have used. */
  readonly isForgeable: boolean
}

function names(change: (name: string) => string, isForgeable: boolean): FieldNames {
  return {
    cursor: change('__CURSOR'),
    transport: change('_TRANSPORT'),
    type: change('_AUDIT_TYPE'),
    typeName: change('_AUDIT_TYPE_NAME'),
    serial: change('_AUDIT_ID'),
    time: change('_SOURCE_REALTIME_TIMESTAMP'),
    boot: change('_BOOT_ID'),
    identifier: change('SYSLOG_IDENTIFIER'),
    // Vector's is lower-case, the others are not.
    messages: [...new Set([change('MESSAGE'), 'message'])],
    isForgeable,
  }
}

const lowerCase = (name: string): string => name.toLowerCase()
const stripped = (name: string): string => name.replace(/^_/, '')
const own = names((name) => name, false)
/** Of Fluent Bit, with `lowercase` and with `strip_underscores`. */
const renamed: readonly FieldNames[] = [
  names(lowerCase, false),
  names(stripped, true),
  names((name) => lowerCase(stripped(name)), true),
]
const TRANSPORTS: ReadonlySet<string> = new Set(['audit', 'driver', 'syslog', 'journal', 'stdout', 'kernel'])

class JournaldObjects implements ObjectReader {
  readonly #out: FormOutput
  readonly #entries: JournalEntries

  constructor(out: FormOutput) {
    this.#out = out
    this.#entries = new JournalEntries(out)
  }

  object(object: JsonObject): boolean {
    const fields = namesOf(object)
    if (fields === undefined) return false
    if (fields.isForgeable) this.#out.loss('unauthenticated')
    this.#entries.read(this.#entry(object, fields))
    return true
  }

  #entry(object: JsonObject, fields: FieldNames): JournalEntry {
    const key = fields.messages.find((name) => object.has(name))
    const value = key === undefined ? undefined : object.value(key)
    const messages = value === undefined ? [] : messagesOf(value)
    if (key === 'message' && messages.some((message) => hasReplacement(message))) {
      this.#out.loss('bytes-replaced')
    }
    return {
      transport: word(object, fields.transport),
      type: word(object, fields.type),
      typeName: word(object, fields.typeName),
      serial: word(object, fields.serial),
      time: word(object, fields.time),
      boot: word(object, fields.boot),
      identifier: word(object, fields.identifier),
      messages,
      leftOut: value?.kind === 'null' ? 'by journalctl' : undefined,
    }
  }
}

function namesOf(object: JsonObject): FieldNames | undefined {
  if (object.has(own.transport) || object.has(own.cursor)) return own
  return renamed.find(({ transport, messages }) => {
    const value = word(object, transport)
    return value !== undefined && TRANSPORTS.has(value) && messages.some((name) => object.has(name))
  })
}

/** A short string, or a number as it is written. */
function word(object: JsonObject, key: string): string | undefined {
  const value = object.value(key)
  if (value === undefined || value.end - value.start > LONGEST_WORD) return undefined
  if (value.kind === 'number') return latin1(value.bytes, value.start, value.end)
  const text = stringOf(value)
  return text === undefined ? undefined : latin1(text, 0, text.length)
}

/** A field's values: text, or an array of bytes where they are no text, or an array of such for a repeated field. */
function messagesOf(value: JsonValue): readonly Uint8Array[] {
  const text = stringOf(value)
  if (text !== undefined) return [text]
  const bytes = bytesOf(value)
  if (bytes !== undefined) return [bytes]
  const messages: Uint8Array[] = []
  for (const element of elements(value)) {
    const message = stringOf(element) ?? bytesOf(element)
    if (message !== undefined) messages.push(message)
  }
  return messages
}

/** The bytes that an array of numbers gives; undefined for anything else. */
function bytesOf({ kind, bytes, start, end }: JsonValue): Uint8Array | undefined {
  if (kind !== 'array') return undefined
  const made = new Uint8Array((end - start) >> 1)
  let length = 0
  let at = start + 1
  while (at < end - 1) {
    while (isJsonSpace(bytes[at])) at++
    if (!isDigit(bytes[at])) return undefined
    let byte = 0
    for (; isDigit(bytes[at]) && byte < 256; at++) byte = byte * 10 + ((bytes[at] as number) - 0x30)
    if (byte > 255) return undefined
    made[length++] = byte
    while (isJsonSpace(bytes[at])) at++
    if (bytes[at] === COMMA) at++
    else if (at !== end - 1) return undefined
  }
  return length === 0 ? undefined : made.subarray(0, length)
}

export const journaldJson: ObjectForm = {
  kind: 'object',
  name: 'journald-json',
  title: "journalctl's JSON",
  losses: journalLosses,
  remedy: 'give what journalctl -o export prints',
  open: (out) => new JournaldObjects(out),
}
