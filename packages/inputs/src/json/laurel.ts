/**
 * JSON of laurel: an event an object, its records under the names of their types, with their values decoded. The lines are
 * written anew; all but a few come out as they were, and those few are told as losses.
 */
import { latin1 } from '@ts-audit/log'
import { parseRecordTypeExactly, UNKNOWN_RECORD_TYPE } from '@ts-audit/tables/record-types'
import { OPEN_BRACE, SPACE, ZERO } from '../ascii.ts'
import { isDigit } from '../bytes.ts'
import type { FormOutput, ObjectForm, ObjectReader } from '../input-form.ts'
import { ByteWriter } from './byte-writer.ts'
import { elements, JsonObject, type JsonValue, scalarText, stringOf } from './json-object.ts'
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
import { percentDecoded } from './percent-text.ts'

const EVENT_ID = /^\d{1,20}\.\d{3}:\d{1,20}$/
const LONGEST_ID = 50
/** Names of enriched fields, and of what laurel adds. */
const UPPER_CASE = /^[A-Z][A-Z0-9_-]*$/
const DEVICE_NUMBERS = /^[0-9a-f]{1,8}:[0-9a-f]{1,8}$/
const PREFIXED_HEX = /^0x[0-9a-f]+$/
/** The kernel begins another EXECVE record when one is as long (measured). */
const EXECVE_LIMIT = 7500

/** Where a field stands, which decides how its value is written. */
type Place = 'record' | 'message' | 'apparmor'

class LaurelEvents implements ObjectReader {
  readonly #out: FormOutput
  readonly #line = new ByteWriter()

  constructor(out: FormOutput) {
    this.#out = out
  }

  object(object: JsonObject): boolean {
    if (object.size < 2 || object.keyAt(0) !== 'ID') return false
    const idValue = object.valueAt(0)
    if (idValue.end - idValue.start > LONGEST_ID) return false
    const id = stringOf(idValue)
    const stamp = id === undefined ? '' : latin1(id, 0, id.length)
    if (!EVENT_ID.test(stamp)) return false
    const node = object.string('NODE')
    let isLaurel = false
    for (let index = 1; index < object.size; index++) {
      const type = object.keyAt(index)
      if (!isTypeName(type)) continue
      isLaurel = true
      // It ends an event, and auditd does not write it.
      if (type === 'EOE') continue
      const value = object.valueAt(index)
      if (value.kind === 'array')
        for (const element of elements(value)) this.#record(type, stamp, node, element)
      else this.#record(type, stamp, node, value)
    }
    return isLaurel
  }

  #record(type: string, stamp: string, node: Uint8Array | undefined, value: JsonValue): void {
    const fields = value.kind === 'object' ? JsonObject.parse(value.bytes, value.start, value.end) : undefined
    if (fields === undefined) {
      this.#out.unread('malformed')
      return
    }
    const line = this.#line
    line.clear()
    if (node !== undefined) {
      line.latin1('node=')
      line.raw(percentDecoded(node))
      line.latin1(' ')
    }
    line.latin1(`type=${type} msg=audit(${stamp}): `)
    const body = line.length
    if (type === 'EXECVE' && !fields.has('ARGV')) {
      this.#out.unread('not-rebuildable')
      return
    }
    this.#fields(type, fields)
    if (type === 'EXECVE' && line.length - body > EXECVE_LIMIT) this.#out.loss('execve-merged')
    this.#out.record(line.bytes, 0, line.length)
  }

  #fields(type: string, fields: JsonObject): void {
    const line = this.#line
    const argv = fields.indexOf('ARGV')
    const writer = new FieldWriter(line, this.#out)
    this.#head(type, fields)
    const place: Place = fields.has('apparmor') ? 'apparmor' : 'record'
    let areArgumentsWritten = argv < 0
    for (let index = 0; index < fields.size; index++) {
      const key = fields.keyAt(index)
      const value = fields.valueAt(index)
      if (UPPER_CASE.test(key) || isList(key, value) || (key === 'netlabel' && value.kind === 'null'))
        continue
      if (key === 'items' && type === 'SYSCALL' && !areArgumentsWritten) {
        writer.arguments(type, fields.valueAt(argv))
        areArgumentsWritten = true
      }
      if (key === 'msg' && value.kind !== 'array') writer.message(value)
      else writer.field(type, key, value, place)
    }
    if (!areArgumentsWritten) writer.arguments(type, fields.valueAt(argv))
    this.#enrichment(fields, argv < 0 ? fields.size : argv)
  }

  /** Words before the first field, which laurel cuts or makes a list of. */
  #head(type: string, fields: JsonObject): void {
    if (fields.value('netlabel')?.kind === 'null') this.#line.latin1('netlabel: ')
    if (type === 'TTY') this.#line.latin1('tty ')
    if (type === 'MAC_POLICY_LOAD' && !fields.has('lsm')) this.#line.latin1('policy loaded ')
    writeAvcHead(this.#line, fields)
  }

  /** What auditd has added: names in capitals, before the arguments or at the end. */
  #enrichment(fields: JsonObject, end: number): void {
    const line = this.#line
    let separator = '\x1d'
    for (let index = 0; index < end; index++) {
      const key = fields.keyAt(index)
      if (!UPPER_CASE.test(key) || OWN_KEYS.has(key)) continue
      const text = stringOf(fields.valueAt(index))
      if (text === undefined) continue
      const bytes = percentDecoded(text)
      line.latin1(`${separator}${key}=`)
      separator = ' '
      if (key === 'SADDR' && bytes[0] === OPEN_BRACE) {
        line.latin1('{ ')
        line.raw(bytes.subarray(1, -1))
        line.latin1(' }')
      } else if (BARE_ENRICHMENT.has(key)) line.raw(bytes)
      else line.quoted(bytes)
    }
  }
}

/** Writes the fields of one record. */
class FieldWriter {
  readonly #line: ByteWriter
  readonly #out: FormOutput
  #separator = ''

  constructor(line: ByteWriter, out: FormOutput) {
    this.#line = line
    this.#out = out
  }

  #begin(key: string): void {
    this.#line.latin1(`${this.#separator}${key}=`)
    this.#separator = ' '
  }

  /** The arguments of a system call or a program, which are numbered, and the one value of PROCTITLE. */
  arguments(type: string, argv: JsonValue): void {
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
      this.#begin(`a${number++}`)
      if (type === 'SYSCALL') this.#line.latin1(withoutPrefix(latin1(text, 0, text.length)))
      else this.#line.encoded(percentDecoded(text))
    }
  }

  #title(argv: JsonValue): void {
    const parts: number[] = []
    let isFirst = true
    for (const element of elements(argv)) {
      if (!isFirst) parts.push(0)
      isFirst = false
      for (const byte of percentDecoded(stringOf(element) ?? new Uint8Array(0))) parts.push(byte)
    }
    this.#begin('proctitle')
    this.#line.encoded(Uint8Array.from(parts))
  }

  /** `msg='…'`: an object since 0.6.4, and the text as it was before that. */
  message(value: JsonValue): void {
    this.#begin('msg')
    this.#line.latin1("'")
    const text = stringOf(value)
    if (text !== undefined) this.#line.raw(percentDecoded(text))
    else if (value.kind === 'object') {
      const fields = JsonObject.parse(value.bytes, value.start, value.end)
      if (fields !== undefined) this.#messageFields(fields)
    }
    this.#line.latin1("'")
  }

  #messageFields(fields: JsonObject): void {
    writeAvcHead(this.#line, fields)
    this.#separator = ''
    for (let index = 0; index < fields.size; index++) {
      const key = fields.keyAt(index)
      const value = fields.valueAt(index)
      if (!isList(key, value)) this.field('', key, value, 'message')
    }
    this.#separator = ' '
  }

  field(type: string, key: string, value: JsonValue, place: Place): void {
    if (value.kind === 'object' || value.kind === 'array') return
    this.#begin(key)
    const text = stringOf(value)
    if (text !== undefined) this.#text(type, key, percentDecoded(text), place)
    else if (value.kind !== 'null') this.#line.latin1(scalarText(value))
    else this.#line.latin1(nullText(type, key, place))
  }

  #text(type: string, key: string, bytes: Uint8Array, place: Place): void {
    const line = this.#line
    const isNumber = UNTYPED_NUMBERS.has(key) || (place === 'message' && NUMBERS_IN_MESSAGES.has(key))
    if (key === 'saddr') line.hex(bytes)
    else if (ENCODED_FIELDS.has(key)) line.encoded(bytes)
    else if (isNumber) this.#untypedNumber(key, bytes)
    else if (BARE_HEX_FIELDS.has(key)) line.latin1(bareHex(key, latin1(bytes, 0, bytes.length)))
    else if (key === 'mode') line.latin1(octal(type, latin1(bytes, 0, bytes.length)))
    else if (mustBeHex(bytes, place)) line.hex(bytes)
    else if (isQuoted(type, key, bytes, place)) line.quoted(bytes)
    else line.raw(bytes)
  }

  /** A number whose digits laurel has taken for text in hexadecimal, if they were even in number. */
  #untypedNumber(key: string, bytes: Uint8Array): void {
    const isAlone = bytes.length % 2 === 1 && bytes.every((byte) => isDigit(byte))
    if (!isAlone && !isPrefixedHex(bytes) && bytes.every(isTwoDigits)) this.#line.hex(bytes)
    else {
      // `5` may have been 35, whose two digits are a `5` in hexadecimal.
      if (key === 'prog-id' && bytes.length === 1) this.#out.loss('ambiguous-prog-id')
      this.#line.raw(bytes)
    }
  }
}

/** `avc:  denied  { read } for  `: the list stands at the end of the object. */
function writeAvcHead(line: ByteWriter, fields: JsonObject): void {
  for (const verdict of ['denied', 'granted']) {
    const list = fields.value(verdict)
    if (list?.kind !== 'array') continue
    line.latin1(`avc:  ${verdict}  {`)
    for (const element of elements(list)) {
      const word = stringOf(element)
      if (word === undefined) continue
      line.latin1(' ')
      line.raw(percentDecoded(word))
    }
    line.latin1(' } for  ')
  }
}

function isList(key: string, { kind }: JsonValue): boolean {
  return kind === 'array' && (key === 'denied' || key === 'granted')
}

const TYPE_NAME = /^[A-Z][A-Z0-9_]{1,63}(?:\[\d{1,9}\])?$/

function isTypeName(key: string): boolean {
  return TYPE_NAME.test(key) && parseRecordTypeExactly(key) !== UNKNOWN_RECORD_TYPE
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

function bareHex(key: string, text: string): string {
  const digits = withoutPrefix(text)
  return digits === text || digits === '0' || !CAPABILITY_SETS.has(key) ? digits : digits.padStart(16, '0')
}

/** `0o755` is 0755, and `0o0` is 0, but 00 where the kernel writes the first 0 always (measured). */
function octal(type: string, text: string): string {
  if (!text.startsWith('0o')) return text
  return text === '0o0' && type !== 'OPENAT2' ? '0' : `0${text.slice(2)}`
}

/** What stood where laurel has written `null`. */
function nullText(type: string, key: string, place: Place): string {
  if (place === 'message') return key === 'op' ? '' : '?'
  if (UNKNOWN_FIELDS.has(key) || type.startsWith('DAEMON_')) return '?'
  return NULL_FIELDS.has(key) ? '(null)' : ''
}

/** Whether a byte is two decimal digits in hexadecimal. */
function isTwoDigits(byte: number): boolean {
  return byte >> 4 <= 9 && (byte & 15) <= 9
}

function isPrefixedHex(bytes: Uint8Array): boolean {
  return bytes[0] === ZERO && PREFIXED_HEX.test(latin1(bytes, 0, Math.min(bytes.length, 40)))
}

/** Bytes that stand in no log as they are. Programs may write more of them into their own messages. */
function mustBeHex(bytes: Uint8Array, place: Place): boolean {
  return bytes.some((byte) => byte < 0x20 || byte === 0x7f || (byte > 0x7f && place !== 'message'))
}

/** Quotes that are no sign of an encoded field: AppArmor's, around blanks, and around names of devices. */
function isQuoted(type: string, key: string, bytes: Uint8Array, place: Place): boolean {
  if (place === 'message') return false
  if (place === 'apparmor' || bytes.includes(SPACE)) return true
  return key === 'dev' && type !== 'ANOM_PROMISCUOUS' && !DEVICE_NUMBERS.test(latin1(bytes, 0, bytes.length))
}

export const laurel: ObjectForm = {
  kind: 'object',
  name: 'laurel',
  title: "laurel's JSON",
  losses: ['blanks-lost'],
  open: (out) => new LaurelEvents(out),
}
