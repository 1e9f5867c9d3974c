/** One record of laurel's JSON as the line that it was, after its head. */
import { latin1 } from '@ts-audit/log/internal'
import { APOSTROPHE, BACKSLASH, GROUP_SEPARATOR, OPEN_BRACE, QUOTE, SPACE, ZERO } from '../ascii.ts'
import { ascii, isDigit } from '../bytes.ts'
import type { FormOutput } from '../input-form.ts'
import { KeyCache } from '../key-cache.ts'
import type { ByteWriter } from './byte-writer.ts'
import { elements, JsonObject, type JsonValue, scalarText, stringOf } from './json-object.ts'
import { stringBytes } from './json-text.ts'
import {
  BARE_ENRICHMENT,
  BARE_HEX_FIELDS,
  CAPABILITY_SETS,
  ENCODED_FIELDS,
  NULL_FIELDS,
  NUMBERS_IN_MESSAGES,
  OWN_KEYS,
  UNKNOWN_FIELDS,
  UNTYPED_NUMBERS,
} from './laurel-fields.ts'
import { PERCENT, percentDecoded } from './percent-text.ts'

/** Names of enriched fields, and of what laurel adds. */
const UPPER_CASE = /^[A-Z][A-Z0-9_-]*$/
const DEVICE_NUMBERS = /^[0-9a-f]{1,8}:[0-9a-f]{1,8}$/
const PREFIXED_HEX = /^0x[0-9a-f]+$/

/** Where a field stands, which decides how its value is written. */
type Place = 'record' | 'message' | 'apparmor'

/** What a field is by its name. */
interface FieldFacts {
  readonly name: string
  /** `NAME=` */
  readonly written: Uint8Array
  /** `own` is what laurel adds, `list` the rights of an AVC. */
  readonly kind: 'field' | 'enrichment' | 'own' | 'list' | 'netlabel'
  /** How its text is written. */
  readonly text: 'address' | 'encoded' | 'number' | 'bare hex' | 'octal' | 'device' | 'plain'
  readonly isNumberInMessage: boolean
}

function factsOf(name: string): FieldFacts {
  return {
    name,
    written: Uint8Array.from(`${name}=`, (char) => char.charCodeAt(0)),
    kind: kindOf(name),
    text: textOf(name),
    isNumberInMessage: NUMBERS_IN_MESSAGES.has(name),
  }
}

function kindOf(name: string): FieldFacts['kind'] {
  if (name === 'denied' || name === 'granted') return 'list'
  if (name === 'netlabel') return 'netlabel'
  if (!UPPER_CASE.test(name)) return 'field'
  return OWN_KEYS.has(name) ? 'own' : 'enrichment'
}

function textOf(name: string): FieldFacts['text'] {
  if (name === 'saddr') return 'address'
  if (ENCODED_FIELDS.has(name)) return 'encoded'
  if (UNTYPED_NUMBERS.has(name)) return 'number'
  if (BARE_HEX_FIELDS.has(name)) return 'bare hex'
  if (name === 'mode') return 'octal'
  return name === 'dev' ? 'device' : 'plain'
}

/** Writes the records of one input, one after the other. */
export class LaurelRecord {
  readonly #line: ByteWriter
  readonly #out: FormOutput
  readonly #facts = new KeyCache(factsOf)
  /** Whether a field has been written that a blank must follow. */
  #isAfterField = false

  constructor(line: ByteWriter, out: FormOutput) {
    this.#line = line
    this.#out = out
  }

  /** Writes what follows `): `. */
  write(type: string, fields: JsonObject): void {
    this.#isAfterField = false
    this.#head(type, fields)
    const argv = fields.indexOf('ARGV')
    const place: Place = fields.has('apparmor') ? 'apparmor' : 'record'
    let areArgumentsWritten = argv < 0
    for (let index = 0; index < fields.size; index++) {
      const facts = fields.factsAt(index, this.#facts)
      if (!isField(facts, fields, index)) continue
      if (!areArgumentsWritten && type === 'SYSCALL' && facts.name === 'items') {
        this.#arguments(type, fields.valueAt(argv))
        areArgumentsWritten = true
      }
      if (facts.name === 'msg' && place === 'record') this.#message(fields.valueAt(index))
      else this.#field(type, facts, fields, index, place)
    }
    if (!areArgumentsWritten) this.#arguments(type, fields.valueAt(argv))
    this.#enrichment(fields, argv < 0 ? fields.size : argv)
  }

  /** Words before the first field, which laurel cuts or makes a list of. */
  #head(type: string, fields: JsonObject): void {
    if (fields.value('netlabel')?.kind === 'null') this.#line.latin1('netlabel: ')
    if (type === 'TTY') this.#line.latin1('tty ')
    if (type === 'MAC_POLICY_LOAD' && !fields.has('lsm')) this.#line.latin1('policy loaded ')
    this.#rights(fields)
  }

  /** `avc:  denied  { read } for  `: the list stands at the end of the object. */
  #rights(fields: JsonObject): void {
    for (const verdict of ['denied', 'granted']) {
      const list = fields.value(verdict)
      if (list?.kind !== 'array') continue
      this.#line.latin1(`avc:  ${verdict}  {`)
      for (const element of elements(list)) {
        const word = stringOf(element)
        if (word === undefined) continue
        const right = percentDecoded(word)
        this.#line.byte(SPACE)
        this.#line.raw(right, 0, right.length)
      }
      this.#line.latin1(' } for  ')
    }
  }

  #begin(written: Uint8Array): void {
    if (this.#isAfterField) this.#line.byte(SPACE)
    this.#isAfterField = true
    this.#line.raw(written, 0, written.length)
  }

  /** The arguments of a system call or a program, which are numbered, and the one value of PROCTITLE. */
  #arguments(type: string, argv: JsonValue): void {
    if (type === 'PROCTITLE') {
      this.#title(argv)
      return
    }
    let number = 0
    for (const element of elements(argv)) {
      const text = stringOf(element)
      if (text === undefined) {
        // `{"skipped_args":2,…}`: laurel can be told to leave some out.
        number += skippedArguments(element)
        this.#out.loss('maybe-truncated')
        continue
      }
      if (this.#isAfterField) this.#line.byte(SPACE)
      this.#isAfterField = true
      this.#line.latin1(`a${number++}=`)
      if (type === 'SYSCALL') this.#line.latin1(withoutPrefix(latin1(text, 0, text.length)))
      else {
        const bytes = percentDecoded(text)
        this.#line.encoded(bytes, 0, bytes.length)
      }
    }
  }

  #title(argv: JsonValue): void {
    const title = new Uint8Array(argv.end - argv.start)
    let length = 0
    for (const element of elements(argv)) {
      // A NUL stands between them.
      if (length > 0 || element.start > argv.start + 1) length++
      const part = percentDecoded(stringOf(element) ?? new Uint8Array(0))
      title.set(part, length)
      length += part.length
    }
    this.#begin(PROCTITLE)
    this.#line.encoded(title, 0, length)
  }

  /** `msg='…'`: an object since 0.6.4, and the text as it was before that. */
  #message(value: JsonValue): void {
    this.#begin(MESSAGE)
    this.#line.byte(APOSTROPHE)
    const text = stringOf(value)
    if (text !== undefined) {
      const bytes = percentDecoded(text)
      this.#line.raw(bytes, 0, bytes.length)
    } else if (value.kind === 'object') {
      const fields = JsonObject.parse(value.bytes, value.start, value.end)
      if (fields !== undefined) this.#messageFields(fields)
    }
    this.#line.byte(APOSTROPHE)
  }

  #messageFields(fields: JsonObject): void {
    this.#rights(fields)
    this.#isAfterField = false
    for (let index = 0; index < fields.size; index++) {
      const facts = fields.factsAt(index, this.#facts)
      if (facts.kind !== 'list') this.#field('', facts, fields, index, 'message')
    }
    this.#isAfterField = true
  }

  #field(type: string, facts: FieldFacts, fields: JsonObject, index: number, place: Place): void {
    const kind = fields.kindAt(index)
    if (kind === 'object' || kind === 'array') return
    this.#begin(facts.written)
    const { bytes } = fields
    const start = fields.valueStart(index)
    const end = fields.valueEnd(index)
    if (kind === 'null') this.#line.latin1(nullText(type, facts.name, place))
    else if (kind !== 'string') this.#line.raw(bytes, start, end)
    else if (isPlain(bytes, start + 1, end - 1)) this.#text(type, facts, bytes, start + 1, end - 1, place)
    else {
      const text = percentDecoded(stringBytes(bytes, start + 1, end - 1))
      this.#text(type, facts, text, 0, text.length, place)
    }
  }

  #text(type: string, facts: FieldFacts, bytes: Uint8Array, start: number, end: number, place: Place): void {
    const line = this.#line
    const { text } = facts
    if (text === 'encoded') line.encoded(bytes, start, end)
    else if (text === 'address') line.hex(bytes, start, end)
    else if (text === 'number' || (place === 'message' && facts.isNumberInMessage)) {
      this.#untypedNumber(facts.name, bytes, start, end)
    } else if (text === 'bare hex') line.latin1(bareHex(facts.name, latin1(bytes, start, end)))
    else if (text === 'octal') line.latin1(octal(type, latin1(bytes, start, end)))
    else if (mustBeHex(bytes, start, end, place)) line.hex(bytes, start, end)
    else if (isQuoted(type, text, bytes, start, end, place)) line.quoted(bytes, start, end)
    else line.raw(bytes, start, end)
  }

  /** A number whose digits laurel has taken for text in hexadecimal, if they were even in number. */
  #untypedNumber(name: string, bytes: Uint8Array, start: number, end: number): void {
    if (isHexOfNumber(bytes, start, end)) {
      this.#line.hex(bytes, start, end)
      return
    }
    // `5` may have been 35, whose two digits are a `5` in hexadecimal.
    if (name === 'prog-id' && end - start === 1) this.#out.loss('ambiguous-prog-id')
    this.#line.raw(bytes, start, end)
  }

  /** What auditd has added: names in capitals, before the arguments or at the end. */
  #enrichment(fields: JsonObject, end: number): void {
    const line = this.#line
    let separator = GROUP_SEPARATOR
    for (let index = 0; index < end; index++) {
      const facts = fields.factsAt(index, this.#facts)
      if (facts.kind !== 'enrichment') continue
      const text = stringOf(fields.valueAt(index))
      if (text === undefined) continue
      const bytes = percentDecoded(text)
      line.byte(separator)
      separator = SPACE
      line.raw(facts.written, 0, facts.written.length)
      if (facts.name === 'SADDR' && bytes[0] === OPEN_BRACE) {
        line.latin1('{ ')
        line.raw(bytes, 1, bytes.length - 1)
        line.latin1(' }')
      } else if (BARE_ENRICHMENT.has(facts.name)) line.raw(bytes, 0, bytes.length)
      else line.quoted(bytes, 0, bytes.length)
    }
  }
}

const PROCTITLE = ascii('proctitle=')
const MESSAGE = ascii('msg=')

/** Whether a member is a field of the record, and not what stands elsewhere in its line. */
function isField({ kind }: FieldFacts, fields: JsonObject, index: number): boolean {
  if (kind === 'field') return true
  if (kind === 'list') return fields.kindAt(index) !== 'array'
  return kind === 'netlabel' && fields.kindAt(index) !== 'null'
}

/** Text that stands for itself, and could be in quotes. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte <= 0x20 || byte >= 0x7f || byte === PERCENT || byte === BACKSLASH || byte === QUOTE) return false
  }
  return true
}

function skippedArguments(element: JsonValue): number {
  const object =
    element.kind === 'object' ? JsonObject.parse(element.bytes, element.start, element.end) : undefined
  const count = object?.value('skipped_args')
  return count?.kind === 'number' && count.end - count.start < 8 ? Number(scalarText(count)) : 0
}

function withoutPrefix(text: string): string {
  return PREFIXED_HEX.test(text) ? text.slice(2) : text
}

function bareHex(name: string, text: string): string {
  const digits = withoutPrefix(text)
  return digits === text || digits === '0' || !CAPABILITY_SETS.has(name) ? digits : digits.padStart(16, '0')
}

/** `0o755` is 0755, and `0o0` is 0, but 00 where the kernel writes the first 0 always (measured). */
function octal(type: string, text: string): string {
  if (!text.startsWith('0o')) return text
  return text === '0o0' && type !== 'OPENAT2' ? '0' : `0${text.slice(2)}`
}

/** What stood where laurel has written `null`. */
function nullText(type: string, name: string, place: Place): string {
  if (place === 'message') return name === 'op' ? '' : '?'
  if (UNKNOWN_FIELDS.has(name) || type.startsWith('DAEMON_')) return '?'
  return NULL_FIELDS.has(name) ? '(null)' : ''
}

/** Whether bytes are what an even number of decimal digits is in hexadecimal, and are not digits that were odd in number. */
function isHexOfNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let areDigits = true
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte >> 4 > 9 || (byte & 15) > 9) return false
    if (!isDigit(byte)) areDigits = false
  }
  if (areDigits && (end - start) % 2 === 1) return false
  return bytes[start] !== ZERO || !PREFIXED_HEX.test(latin1(bytes, start, Math.min(end, start + 40)))
}

/** Bytes that stand in no log as they are. Programs may write more of them into their own messages. */
function mustBeHex(bytes: Uint8Array, start: number, end: number, place: Place): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte < 0x20 || byte === 0x7f || (byte > 0x7f && place !== 'message')) return true
  }
  return false
}

/** Quotes that are no sign of an encoded field: AppArmor's, around blanks, and around names of devices. */
function isQuoted(
  type: string,
  text: FieldFacts['text'],
  bytes: Uint8Array,
  start: number,
  end: number,
  place: Place,
): boolean {
  if (place === 'message') return false
  if (place === 'apparmor') return true
  for (let at = start; at < end; at++) if (bytes[at] === SPACE) return true
  return text === 'device' && type !== 'ANOM_PROMISCUOUS' && !DEVICE_NUMBERS.test(latin1(bytes, start, end))
}
