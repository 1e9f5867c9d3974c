/**
 * JSON of journalctl (`-o json`, and its other ways of writing the same objects), and what Vector and Fluent Bit make of
 * it: the same fields, renamed. The names of those two follow their documentation and are not verified.
 */
import { latin1 } from '@ts-audit/log/internal'
import { COMMA } from '../ascii.ts'
import { isDigit } from '../bytes.ts'
import type { FormOutput, ObjectForm, ObjectReader } from '../input-form.ts'
import { JournalEntries, type JournalEntry, journalLosses } from '../journal/journal-entry.ts'
import { WordCache } from '../journal/word-cache.ts'
import { KeyTable } from '../key-table.ts'
import { elements, isJsonSpace, type JsonObject, type JsonValue, stringOf } from './json-object.ts'
import { hasReplacement, stringBytes } from './json-text.ts'

/** No field but the message is longer. */
const LONGEST_WORD = 200
/** Room for longer messages is not kept. */
const LARGEST_KEPT = 1 << 16

/** The fields, in the order of their slots. */
const FIELDS = [
  '__CURSOR',
  '_TRANSPORT',
  '_AUDIT_TYPE',
  '_AUDIT_TYPE_NAME',
  '_AUDIT_ID',
  '_SOURCE_REALTIME_TIMESTAMP',
  '_BOOT_ID',
  'SYSLOG_IDENTIFIER',
  'MESSAGE',
  '_HOSTNAME',
] as const
const [CURSOR, TRANSPORT, TYPE, TYPE_NAME, SERIAL, TIME, BOOT, IDENTIFIER, MESSAGE, HOST] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
]
/** Vector's message is lower-case, its other fields are not. */
const VECTOR_MESSAGE = 10

/** How a program names the fields. */
interface FieldNames {
  readonly table: KeyTable
  /** Names of journald's own fields cannot be told from those that any program may have used. */
  readonly isForgeable: boolean
}

function names(change: (name: string) => string, isForgeable: boolean): FieldNames {
  const keys = FIELDS.map(change)
  return { table: new KeyTable(keys.includes('message') ? keys : [...keys, 'message']), isForgeable }
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
  /** Of the members by the slots of their keys, -1 where there is none. */
  readonly #indices: number[] = []
  readonly #words = new WordCache()
  /** Where messages are put whose text has escapes. */
  #text = new Uint8Array(1 << 10)

  constructor(out: FormOutput) {
    this.#out = out
    this.#entries = new JournalEntries(out)
  }

  object(object: JsonObject): boolean {
    object.indicesOf(own.table, this.#indices)
    const isOwn = this.#has(TRANSPORT) || this.#has(CURSOR)
    if (!isOwn && !renamed.some((fields) => this.#isRenamed(object, fields))) return false
    this.#entries.read(this.#entry(object))
    return true
  }

  #isRenamed(object: JsonObject, { table, isForgeable }: FieldNames): boolean {
    object.indicesOf(table, this.#indices)
    const transport = this.#word(object, TRANSPORT)
    if (transport === undefined || !TRANSPORTS.has(transport)) return false
    if (!this.#has(MESSAGE) && !this.#has(VECTOR_MESSAGE)) return false
    if (isForgeable) this.#out.loss('unauthenticated')
    return true
  }

  #has(slot: number): boolean {
    return (this.#indices[slot] ?? -1) >= 0
  }

  #entry(object: JsonObject): JournalEntry {
    const slot = this.#has(MESSAGE) ? MESSAGE : VECTOR_MESSAGE
    const value = this.#has(slot) ? object.valueAt(this.#indices[slot] ?? 0) : undefined
    const messages = value === undefined ? [] : this.#messages(value)
    if (object.has('message') && messages.some((message) => hasReplacement(message))) {
      this.#out.loss('bytes-replaced')
    }
    return {
      transport: this.#word(object, TRANSPORT),
      type: this.#word(object, TYPE),
      typeName: this.#word(object, TYPE_NAME),
      serial: this.#word(object, SERIAL),
      time: this.#word(object, TIME),
      boot: this.#word(object, BOOT),
      host: this.#out.takesHost ? this.#word(object, HOST) : undefined,
      identifier: this.#word(object, IDENTIFIER),
      messages,
      leftOut: value?.kind === 'null' ? 'by journalctl' : undefined,
    }
  }

  /** A short string, or a number as it is written. */
  #word(object: JsonObject, slot: number): string | undefined {
    const index = this.#indices[slot] ?? -1
    if (index < 0) return undefined
    const { bytes } = object
    const start = object.valueStart(index)
    const end = object.valueEnd(index)
    if (end - start > LONGEST_WORD) return undefined
    const kind = object.kindAt(index)
    if (kind === 'number') return latin1(bytes, start, end)
    if (kind !== 'string') return undefined
    const word = this.#words.word(slot, bytes, start + 1, end - 1)
    if (!word.includes('\\')) return word
    const text = stringBytes(bytes, start + 1, end - 1)
    return latin1(text, 0, text.length)
  }

  /** The message of an entry, which is text as a rule. */
  #messages(value: JsonValue): readonly Uint8Array[] {
    if (value.kind !== 'string') return messagesOf(value)
    const size = value.end - value.start
    if (size > this.#text.length && size <= LARGEST_KEPT) this.#text = new Uint8Array(2 * size)
    return [stringBytes(value.bytes, value.start + 1, value.end - 1, this.#text)]
  }
}

/** The values of a field that is no text: an array of bytes, or one of texts and arrays of bytes for a repeated field. */
function messagesOf(value: JsonValue): readonly Uint8Array[] {
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
