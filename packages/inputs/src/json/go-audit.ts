/** JSON of go-audit: an event an object, with the text of each record as the kernel gave it. */
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { OPEN_BRACE } from '../ascii.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import { elements, JsonObject, type JsonValue } from './json-object.ts'
import { hasReplacement } from './json-text.ts'

const STAMP = /^\d{1,20}\.\d{3}$/
const NUMBER = /^\d{1,20}$/
const LONGEST_NUMBER = 20

export const goAudit: ObjectForm = {
  kind: 'object',
  name: 'go-audit',
  title: "go-audit's JSON",
  losses: ['no-enrichment', 'no-login-records', 'no-daemon-records'],
  open: (out) => ({ object: (object) => readEvent(out, object) || readGelf(out, object) }),
}

function readEvent(out: FormOutput, object: JsonObject): boolean {
  const messages = object.value('messages')
  if (messages?.kind !== 'array') return false
  const serial = number(object.value('sequence'))
  const time = object.word('timestamp')
  if (serial === undefined || time === undefined) return false
  if (!STAMP.test(time)) return false
  const stamp = `${time}:${serial}`
  for (const message of elements(messages)) {
    const record = JsonObject.parse(message.bytes, message.start, message.end)
    if (record === undefined || !readRecord(out, record, stamp)) out.unread('malformed')
  }
  return true
}

function readRecord(out: FormOutput, record: JsonObject, stamp: string): boolean {
  const type = number(record.value('type'))
  const data = record.string('data')
  if (type === undefined || data === undefined) return false
  // It ends an event, and auditd does not write it.
  if (Number(type) === RecordType.EOE) return true
  if (hasReplacement(data)) out.loss('bytes-replaced')
  // The kernel's messages may have a NUL at their end (not verified).
  const end = data[data.length - 1] === 0 ? data.length - 1 : data.length
  out.compose(Number(type), stamp, data, 0, end)
  return true
}

/** Sent to Graylog (GELF), the event is the text of a message (not verified). */
function readGelf(out: FormOutput, object: JsonObject): boolean {
  if (!object.has('version')) return false
  const text = object.string('short_message')
  return text !== undefined && text[0] === OPEN_BRACE && out.object(text, 0, text.length)
}

/** A number without sign, point or leading zeros, as JSON writes it. */
function number(value: JsonValue | undefined): string | undefined {
  if (value?.kind !== 'number' || value.end - value.start > LONGEST_NUMBER) return undefined
  const text = latin1(value.bytes, value.start, value.end)
  return NUMBER.test(text) ? text : undefined
}
