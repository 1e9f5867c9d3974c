/**
 * Events in the schema `ts-audit-event/1`, which `ts-ausearch --format ndjson` prints: their lines as they were. Keys may be
 * missing, since programs drop what they do not need; without a line, a record is made of its fields.
 */
import { APOSTROPHE, EQUALS, GROUP_SEPARATOR, SPACE } from '../ascii.ts'
import { ascii, indexOf, latin1Text } from '../bytes.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import { isAuditRecord } from '../record-heads.ts'
import { base64Bytes } from './base64.ts'
import { elements, JsonObject, type JsonValue, scalarText } from './json-object.ts'

const SCHEMA = 'ts-audit-event/'
/** `[NODE/]SECONDS.MMM:SERIAL`, with `~2` where an id has come before. */
const ID = /^(?:.*\/)?(\d{1,20}\.\d{3}:\d{1,20})(?:~\d+)?$/
const STAMP_HEAD = ascii('audit(')
const MESSAGE = ascii("msg='")

export const tsAudit: ObjectForm = {
  kind: 'object',
  name: 'ts-audit',
  title: 'JSON of ts-audit',
  losses: [],
  remedy: 'keep the key raw of the records, or their fields and the key id of the event',
  open: (out) => ({
    object(object) {
      const records = object.value('records')
      if (records?.kind === 'array') return readEvent(out, object, records)
      if (hasSchema(object)) {
        out.unread('without-original')
        return true
      }
      return readLoneRecord(out, object)
    },
  }),
}

function hasSchema(object: JsonObject): boolean {
  return object.word('schema')?.startsWith(SCHEMA) === true
}

function readEvent(out: FormOutput, event: JsonObject, records: JsonValue): boolean {
  let isKnown = hasSchema(event)
  let head: EventHead | undefined | null = null
  for (const { kind, bytes, start, end } of elements(records)) {
    const record = kind === 'object' ? JsonObject.parse(bytes, start, end) : undefined
    if (record === undefined) continue
    const line = lineOf(record)
    // A line of a log may have something before its record: a mark of its encoding, the name of a file.
    if (line !== undefined && indexOf(line, 0, line.length, STAMP_HEAD) >= 0) {
      out.record(line, 0, line.length)
      isKnown = true
      continue
    }
    // Other programs have arrays of that name, too.
    if (!isKnown && !record.has('fields')) return false
    isKnown = true
    if (head === null) head = headOf(event)
    const made = head && lineOfFields(head, record)
    if (made === undefined) out.unread('without-original')
    else {
      out.loss('raw-left-out')
      out.record(made, 0, made.length)
    }
  }
  return isKnown
}

/** A record that was taken out of its event: `jq '.records[]'`. */
function readLoneRecord(out: FormOutput, object: JsonObject): boolean {
  const line = object.has('raw') || object.has('rawBase64') ? lineOf(object) : undefined
  if (line === undefined || !isAuditRecord(line, 0, line.length)) return false
  out.record(line, 0, line.length)
  return true
}

/** The bytes of a member that is a text, or base64 of it. */
function bytesOf(object: JsonObject, key: 'raw' | 'rawBase64'): Uint8Array | undefined {
  const text = object.string(key)
  return text === undefined || key === 'raw' ? text : base64Bytes(text)
}

function lineOf(record: JsonObject): Uint8Array | undefined {
  return bytesOf(record, 'raw') ?? bytesOf(record, 'rawBase64')
}

/** What the lines of an event have in common. */
interface EventHead {
  readonly node: Uint8Array | undefined
  /** `SECONDS.MMM:SERIAL`. */
  readonly stamp: string
}

function headOf(event: JsonObject): EventHead | undefined {
  const id = event.string('id')
  const stamp = (id && ID.exec(latin1Text(id, 0, id.length))?.[1]) ?? stampOfNumbers(event)
  return stamp === undefined ? undefined : { node: event.string('node'), stamp }
}

function stampOfNumbers(event: JsonObject): string | undefined {
  const [sec, ms, serial] = ['sec', 'ms', 'serial'].map((key) => {
    const value = event.value(key)
    return value?.kind === 'number' ? scalarText(value) : ''
  }) as [string, string, string]
  const isWhole = [sec, ms, serial].every((text) => /^\d{1,16}$/.test(text))
  return isWhole && ms.length <= 3 ? `${sec}.${ms.padStart(3, '0')}:${serial}` : undefined
}

/** A line with the fields of a record: what stood between them is gone. */
function lineOfFields({ node, stamp }: EventHead, record: JsonObject): Uint8Array | undefined {
  const type = record.string('type')
  const fields = record.value('fields')
  if (type === undefined || fields === undefined) return undefined
  const line: number[] = []
  if (node !== undefined) append(line, ascii('node='), node, Uint8Array.of(SPACE))
  append(line, ascii('type='), type, ascii(` msg=audit(${stamp}):`))
  appendFields(line, fields)
  const enriched = record.value('enriched')
  if (enriched !== undefined) {
    line.push(GROUP_SEPARATOR)
    appendFields(line, enriched)
  }
  return Uint8Array.from(line)
}

function appendFields(line: number[], fields: JsonValue): void {
  let isInMessage = false
  for (const { kind, bytes, start, end } of elements(fields)) {
    const field = kind === 'object' ? JsonObject.parse(bytes, start, end) : undefined
    const name = field?.string('name')
    const value = field && lineOf(field)
    if (field === undefined || name === undefined || value === undefined) continue
    const goesIn = field.word('in') === 'msg'
    if (isInMessage && !goesIn) line.push(APOSTROPHE)
    if (line[line.length - 1] !== GROUP_SEPARATOR) line.push(SPACE)
    if (goesIn && !isInMessage) append(line, MESSAGE)
    isInMessage = goesIn
    append(line, name, Uint8Array.of(EQUALS), value)
  }
  if (isInMessage) line.push(APOSTROPHE)
}

function append(line: number[], ...parts: readonly Uint8Array[]): void {
  for (const part of parts) for (const byte of part) line.push(byte)
}
