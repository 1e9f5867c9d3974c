/**
 * Log records of OpenTelemetry (OTLP JSON): the text in `body.stringValue`, base64 of it in `body.bytesValue`, or the fields
 * of `body.kvlistValue`, which is an object that another form knows, such as an entry of journald.
 */
import type { ObjectForm } from '../input-form.ts'
import { base64Bytes } from './base64.ts'
import { ByteWriter } from './byte-writer.ts'
import { elements, JsonObject } from './json-object.ts'
import { giveText } from './log-text.ts'

/** Lists in lists: what is deeper is left out. */
const MOST_NESTED = 4

export const otlp: ObjectForm = {
  kind: 'object',
  name: 'otlp',
  title: 'log records of OpenTelemetry',
  losses: [],
  open: (out) => ({
    object(object) {
      const body = object.object('body')
      if (body === undefined) return false
      const fields = body.object('kvlistValue')
      if (fields !== undefined) {
        const bytes = objectOf(fields)
        if (!out.object(bytes, 0, bytes.length)) out.unread('without-text')
        return true
      }
      const encoded = body.string('bytesValue')
      const text = body.string('stringValue') ?? (encoded && base64Bytes(encoded))
      if (text === undefined || !giveText(out, text)) out.unread('without-text')
      return true
    },
  }),
}

/** The object that a list of keys and values stands for. */
function objectOf(list: JsonObject): Uint8Array {
  const writer = new ByteWriter()
  writeObject(writer, list, MOST_NESTED)
  return writer.bytes.subarray(0, writer.length)
}

function writeObject(writer: ByteWriter, list: JsonObject, levels: number): void {
  let separator = '{'
  for (const member of objectsIn(list)) {
    const key = member.value('key')
    const value = member.object('value')
    if (key?.kind !== 'string' || value === undefined) continue
    writer.latin1(separator)
    separator = ','
    writer.raw(key.bytes, key.start, key.end)
    writer.latin1(':')
    writeValue(writer, value, levels - 1)
  }
  writer.latin1(separator === '{' ? '{}' : '}')
}

function writeArray(writer: ByteWriter, list: JsonObject, levels: number): void {
  let separator = '['
  for (const value of objectsIn(list)) {
    writer.latin1(separator)
    separator = ','
    writeValue(writer, value, levels - 1)
  }
  writer.latin1(separator === '[' ? '[]' : ']')
}

/** A value is an object with one member, whose key names its type. */
function writeValue(writer: ByteWriter, value: JsonObject, levels: number): void {
  const scalar = value.value('stringValue') ?? value.value('intValue') ?? value.value('boolValue')
  const encoded = value.string('bytesValue')
  const list = value.object('kvlistValue')
  const array = value.object('arrayValue')
  if (scalar !== undefined) writer.raw(scalar.bytes, scalar.start, scalar.end)
  // As journald writes what is no UTF-8.
  else if (encoded !== undefined) writer.latin1(`[${(base64Bytes(encoded) ?? []).join(',')}]`)
  else if (list !== undefined && levels > 0) writeObject(writer, list, levels)
  else if (array !== undefined && levels > 0) writeArray(writer, array, levels)
  else writer.latin1('null')
}

function* objectsIn(list: JsonObject): Generator<JsonObject, void, undefined> {
  const values = list.value('values')
  if (values === undefined) return
  for (const { kind, bytes, start, end } of elements(values)) {
    const object = kind === 'object' ? JsonObject.parse(bytes, start, end) : undefined
    if (object !== undefined) yield object
  }
}
