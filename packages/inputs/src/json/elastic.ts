/**
 * Documents of Elastic's shippers (auditbeat, filebeat, the agent's integrations) that keep the original text, as they are,
 * with flattened keys, or as search results. The others cannot be rebuilt. Search results are not verified.
 */
import { parseRecordType, UNKNOWN_RECORD_TYPE } from '@ts-audit/tables/record-types'
import { CLOSE_PAREN, COLON, SPACE } from '../ascii.ts'
import { ascii, latin1Text, startsWith } from '../bytes.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import { isAuditRecord, stampEndAt } from '../record-heads.ts'
import { elements, type JsonObject, type JsonValue, stringOf } from './json-object.ts'
import { giveHost, giveText } from './log-text.ts'

const AUDIT = ascii('audit(')
const UNKNOWN = ascii('type=UNKNOWN[')
const MESSAGE = ascii('] msg=audit(')

/** Where the original is, in the order of trust. */
const PLACES: readonly (readonly [parent: string | undefined, key: string])[] = [
  ['auditd', 'messages'],
  ['event', 'original'],
  [undefined, 'message'],
]

export const elastic: ObjectForm = {
  kind: 'object',
  name: 'elastic',
  title: 'documents of Elastic',
  losses: [],
  open: (out) => ({
    object(object) {
      const isDocument = object.has('@timestamp')
      const wrapped = object.object('_source') ?? (isDocument ? undefined : object.object('fields'))
      if (wrapped !== undefined) return readDocument(out, wrapped)
      if (!isDocument && !object.has('event') && !object.has('event.original') && !object.has('raw_msg')) {
        return false
      }
      return readDocument(out, object)
    },
  }),
}

function readDocument(out: FormOutput, object: JsonObject): boolean {
  giveHost(out, object, 'host.name', 'host.hostname', 'agent.hostname')
  const host = out.takesHost ? object.object('host') : undefined
  if (host !== undefined) giveHost(out, host, 'name', 'hostname')
  for (const [parent, key] of PLACES) {
    const value = place(object, parent, key)
    if (value !== undefined && giveOriginal(out, value)) return true
  }
  if (giveRaw(out, object)) return true
  if (!hasAuditData(object)) return false
  out.unread('without-original')
  return true
}

function place(object: JsonObject, parent: string | undefined, key: string): JsonValue | undefined {
  if (parent === undefined) return object.value(key)
  return object.object(parent)?.value(key) ?? object.value(`${parent}.${key}`)
}

/** One text, or an array of them; false when none is audit text. */
function giveOriginal(out: FormOutput, value: JsonValue): boolean {
  const text = stringOf(value)
  if (text !== undefined) return giveText(out, text)
  let isKnown = false
  for (const element of elements(value)) {
    const line = stringOf(element)
    if (line !== undefined && giveLine(out, line)) isKnown = true
  }
  return isKnown
}

/** A line that go-libaudit has made of netlink text, with its own word for types that it does not know. */
function giveLine(out: FormOutput, line: Uint8Array): boolean {
  const isUnknown = startsWith(line, 0, line.length, UNKNOWN) && isAuditRecord(line, 0, line.length)
  const bracket = isUnknown ? line.indexOf(MESSAGE[0] as number) : -1
  if (bracket < 0 || !startsWith(line, bracket, line.length, MESSAGE)) return giveText(out, line)
  const type = Number(latin1Text(line, UNKNOWN.length, bracket))
  return compose(out, type, line, bracket + MESSAGE.length - AUDIT.length)
}

/** go-libaudit's own JSON: `"record_type":"BPF","raw_msg":"audit(…): …"`. */
function giveRaw(out: FormOutput, object: JsonObject): boolean {
  const text = object.string('raw_msg')
  const name = object.word('record_type')
  if (text === undefined || name === undefined) return false
  const type = parseRecordType(name)
  return type !== UNKNOWN_RECORD_TYPE && compose(out, type, text, 0)
}

/** A record of a type whose stamp begins with `audit(` at `at`. */
function compose(out: FormOutput, type: number, text: Uint8Array, at: number): boolean {
  if (!startsWith(text, at, text.length, AUDIT)) return false
  const stamp = at + AUDIT.length
  const stampEnd = stampEndAt(text, stamp, text.length)
  if (stampEnd < 0 || text[stampEnd + 1] !== COLON || text[stampEnd] !== CLOSE_PAREN) return false
  const body = text[stampEnd + 2] === SPACE ? stampEnd + 3 : stampEnd + 2
  out.loss('no-enrichment')
  out.loss('no-daemon-records')
  out.compose(type, latin1Text(text, stamp, stampEnd), text, Math.min(body, text.length), text.length)
  return true
}

/** Whether a document is of an audit record, by what has become of it. */
function hasAuditData(object: JsonObject): boolean {
  if (object.has('auditd')) return true
  for (let index = 0; index < object.size; index++) if (object.keyAt(index).startsWith('auditd.')) return true
  return false
}
