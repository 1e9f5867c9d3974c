/**
 * JSON objects that have a line of a log under a key: one row for each product, by the keys that tell it. Formats of
 * CloudWatch, Fluent Bit, Vector and Splunk follow their documentation and are not verified.
 */
import { COLON, OPEN_BRACKET } from '../ascii.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import type { Loss } from '../loss.ts'
import { elements, type JsonObject, stringOf } from './json-object.ts'
import { giveHost, giveJoined, giveText } from './log-text.ts'

interface Wrapper {
  readonly name: string
  readonly title: string
  readonly losses?: readonly Loss[]
  /** Keys that must all be there. */
  readonly keys: readonly string[]
  /** One of these must be there, too. */
  readonly oneOf?: readonly string[]
  /** Takes an object with these keys; gives whether it had the text where it belongs. */
  readonly read: (out: FormOutput, object: JsonObject) => boolean
}

const wrappers: readonly Wrapper[] = [
  {
    name: 'fluent-bit',
    title: "Fluent Bit's records",
    keys: ['log', 'date'],
    read: (out, object) => read(out, object, 'log'),
  },
  {
    name: 'vector',
    title: "Vector's events",
    keys: ['message', 'source_type'],
    read: (out, object) => read(out, object, 'message'),
  },
  {
    name: 'cloudwatch',
    title: 'events of CloudWatch',
    keys: ['message', 'timestamp'],
    oneOf: ['ingestionTime', 'eventId', 'id', 'logStreamName', 'logStream'],
    read: (out, object) => read(out, object, 'message'),
  },
  {
    name: 'wazuh',
    title: 'alerts of Wazuh',
    keys: ['full_log'],
    read: (out, object) => {
      const text = object.string('full_log')
      return text !== undefined && giveJoined(out, text)
    },
  },
  {
    name: 'aushape',
    title: "aushape's JSON",
    keys: ['text'],
    oneOf: ['serial', 'time', 'data', 'records'],
    read: (out, object) => readLines(out, object),
  },
  {
    name: 'splunk-json',
    title: "Splunk's results",
    keys: [],
    oneOf: ['_raw', 'result'],
    read: (out, object) => {
      const text = (object.object('result') ?? object).string('_raw')
      return text !== undefined && giveText(out, text)
    },
  },
  {
    name: 'splunk-hec',
    title: "events for Splunk's collector",
    keys: ['event'],
    oneOf: ['sourcetype', 'source', 'index', 'host', 'time'],
    read: (out, object) => {
      const text = object.string('event') ?? object.object('event')?.string('_raw')
      return text !== undefined && giveText(out, text)
    },
  },
]

/** One form for each row. */
export const textWrappers: readonly ObjectForm[] = wrappers.map(
  ({ name, title, losses = [], keys, oneOf, read }): ObjectForm => ({
    kind: 'object',
    name,
    title,
    losses,
    open: (out) => ({
      object(object) {
        if (!keys.every((key) => object.has(key))) return false
        if (oneOf !== undefined && !oneOf.some((key) => object.has(key))) return false
        giveHost(out, object, ...HOST_KEYS)
        return read(out, object)
      },
    }),
  }),
)

/** The keys under which shippers put the line that they have read, in the order of trust. */
const LINE_KEYS = [
  'message',
  'log',
  'msg',
  '_raw',
  'line',
  'raw',
  '@message',
  'textPayload',
  'short_message',
  'full_message',
]
/** Where they say which host it is of. */
const HOST_KEYS = ['host', 'hostname', 'HOST'] as const
/** Where they say which program has written it. */
const PROGRAM_KEYS = ['program', 'ident', 'appname', 'app_name', 'app-name', 'syslogtag', 'PROGRAM']

/** Any other object with a line under a usual key. */
export const jsonLine: ObjectForm = {
  kind: 'object',
  name: 'json-line',
  title: 'JSON with lines of a log',
  losses: [],
  open: (out) => ({
    object(object) {
      if (isOfOtherProgram(out, object)) return false
      giveHost(out, object, ...HOST_KEYS)
      return LINE_KEYS.some((key) => read(out, object, key))
    },
  }),
}

function read(out: FormOutput, object: JsonObject, key: string): boolean {
  const text = object.string(key)
  return text !== undefined && giveText(out, text)
}

/** Lines in an array. */
function readLines(out: FormOutput, object: JsonObject): boolean {
  const value = object.value('text')
  let isKnown = false
  if (value === undefined) return false
  for (const element of elements(value)) {
    const line = stringOf(element)
    if (line !== undefined && giveText(out, line)) isKnown = true
  }
  return isKnown
}

/** Syslog's rule holds in JSON too: the text of a program that is none of audit's is no record. */
function isOfOtherProgram(out: FormOutput, object: JsonObject): boolean {
  for (const key of PROGRAM_KEYS) {
    const name = object.string(key)
    if (name === undefined) continue
    let end = 0
    while (end < name.length && name[end] !== COLON && name[end] !== OPEN_BRACKET) end++
    return out.tagOf(name, 0, end) === 'other'
  }
  return false
}
