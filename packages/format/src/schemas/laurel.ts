/** Events as laurel 0.8 writes them, so that what was built for it reads old logs. */
import { createInterpretContext } from '@ts-audit/auparse'
import { FieldReader } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { FIRST_OF_MORE_USER_MESSAGES } from '@ts-audit/tables/record-type-ranges'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { OPEN_BRACE, QUOTE, SPACE } from '../ascii.ts'
import { ArgumentBytes, argumentBytes } from './argument-bytes.ts'
import { decisionOf } from './decision.ts'
import { eventStamp } from './event-id.ts'
import { hexText, type LaurelValue, laurelText, laurelValue } from './laurel-value.ts'
import { percentText } from './percent.ts'

/** The fields of a record; an object without a prototype, since the names are the log's. */
export type LaurelRecord = Record<string, LaurelValue | string[] | Record<string, LaurelValue | string[]>>

/** An event: `ID`, `NODE` if there is one, and its records under the names of their types. */
export interface LaurelEvent {
  ID: string
  NODE?: string
  [type: string]: string | LaurelRecord | LaurelRecord[] | undefined
}

/** What happens to what laurel's form cannot hold. */
export interface LaurelOptions {
  /** Takes lines for standard error, without line feed: events in which of several fields of one name only the last is kept. */
  readonly note?: ((line: string) => void) | undefined
}

/** Record types that stand alone under their name; other kernel types are lists. */
const SINGLE: ReadonlySet<number> = new Set([
  RecordType.SYSCALL,
  RecordType.EXECVE,
  RecordType.CWD,
  RecordType.PROCTITLE,
])
const ARGUMENT = /^a(\d{1,6})(?:_len|\[\d{1,6}\])?$/
const POLICY_NOTE = "of several fields of one name laurel's form keeps the last: event "
const NETLABEL = 'netlabel:'

/** Gives laurel's form of one event after the other; make one for a log. Undefined for an event that is EOE alone. */
export function createLaurel(options: LaurelOptions = {}): (event: LogEvent) => LaurelEvent | undefined {
  const records = new LaurelRecords()
  return (event) => {
    records.hasDuplicates = false
    const found = laurelEvent(event, records)
    if (records.hasDuplicates) options.note?.(`${POLICY_NOTE}${found?.ID ?? ''}`)
    return found
  }
}

function laurelEvent(event: LogEvent, reader: LaurelRecords): LaurelEvent | undefined {
  const result = Object.create(null) as LaurelEvent
  result.ID = eventStamp(event)
  if (event.node !== undefined) result.NODE = percentLatin1(event.node)
  let isEmpty = true
  let programs: ProgramArguments | undefined
  for (const record of event.records) {
    const { type } = record
    if (type === RecordType.EOE) continue
    isEmpty = false
    if (type === RecordType.EXECVE) {
      // A program with long arguments has several records, which are one here.
      if (programs === undefined) {
        programs = { record: Object.create(null) as LaurelRecord, arguments: new ArgumentBytes() }
        result['EXECVE'] = programs.record
      }
      reader.readProgram(record, event, programs)
    } else addRecord(result, record, reader.read(record, event))
  }
  if (programs !== undefined) {
    programs.record['ARGV'] = programs.arguments.all().map((bytes) => percentText(bytes, 0, bytes.length))
  }
  return isEmpty ? undefined : result
}

function addRecord(event: LaurelEvent, record: LogRecord, fields: LaurelRecord): void {
  const { type } = record
  const name = type < 0 ? writtenType(record) : formatRecordType(type)
  const known = event[name]
  if (Array.isArray(known)) known.push(fields)
  else if (typeof known === 'object') event[name] = [known, fields]
  else event[name] = isListed(type) ? [fields] : fields
}

function isListed(type: number): boolean {
  if (type === RecordType.LOGIN) return true
  return type >= RecordType.SYSCALL && type < FIRST_OF_MORE_USER_MESSAGES && !SINGLE.has(type)
}

/** The type as the line has it. */
function writtenType({ bytes, start, end }: LogRecord): string {
  const head = latin1(bytes, start, Math.min(end, start + 400))
  const at = head.indexOf('type=')
  const blank = head.indexOf(' ', at)
  const name = at < 0 || blank < 0 ? '' : head.slice(at + 'type='.length, blank)
  return name === '' || name === 'ID' || name === 'NODE' ? 'UNKNOWN' : percentLatin1(name)
}

function percentLatin1(text: string): string {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
  return percentText(bytes, 0, bytes.length)
}

interface ProgramArguments {
  readonly record: LaurelRecord
  readonly arguments: ArgumentBytes
}

/** Reads records; one serves a run. */
class LaurelRecords {
  /** Whether a name has come twice in a record. */
  hasDuplicates = false
  /** The latest field of the message. */
  #open = { name: '', start: 0, end: 0 }
  readonly #reader = new FieldReader(createInterpretContext({ escape: 'raw' }))

  /** A record other than EXECVE. */
  read(record: LogRecord, event: LogEvent): LaurelRecord {
    const fields = Object.create(null) as LaurelRecord
    const reader = this.#reader
    reader.begin(record, event)
    const { type, bytes } = record
    if (hasNetlabel(record)) fields['netlabel'] = null
    let argv: string[] | undefined
    let message: Record<string, LaurelValue | string[]> | undefined
    while (reader.next()) {
      const { start, end } = reader
      const name = latin1(bytes, reader.nameStart, reader.nameEnd)
      if (reader.inMessage) {
        if (message === undefined) {
          message = Object.create(null) as Record<string, LaurelValue | string[]>
          fields['msg'] = message
        } else this.#extend(message, bytes, reader.nameStart)
        this.#set(message, name, laurelText(bytes, start, end))
        this.#open = { name, start, end }
      } else if (type === RecordType.SYSCALL && isCallArgument(name)) {
        argv ??= []
        argv.push(hexText(latin1(bytes, start, end)) ?? laurelText(bytes, start, end) ?? '')
      } else if (type === RecordType.PROCTITLE && name === 'proctitle') {
        argv = titleArguments(argumentBytes(bytes, start, end))
      } else this.#set(fields, name, laurelValue(name, bytes, start, end))
    }
    this.#takeEnrichment(fields)
    if (argv !== undefined) fields['ARGV'] = argv
    if (type === RecordType.AVC || type === RecordType.USER_AVC) takeDecision(record, message ?? fields)
    return fields
  }

  /** An EXECVE record. */
  readProgram(record: LogRecord, event: LogEvent, into: ProgramArguments): void {
    const reader = this.#reader
    reader.begin(record, event)
    const { bytes } = record
    while (reader.next()) {
      const { nameStart, nameEnd, start, end } = reader
      const name = latin1(bytes, nameStart, nameEnd)
      if (ARGUMENT.test(name)) into.arguments.add(bytes, nameStart, nameEnd, start, end)
      else this.#set(into.record, name, laurelValue(name, bytes, start, end))
    }
    this.#takeEnrichment(into.record)
  }

  #takeEnrichment(fields: LaurelRecord): void {
    const reader = this.#reader
    if (!reader.beginEntries()) return
    while (reader.nextEntry()) {
      const { bytes, start, end } = reader
      this.#set(fields, latin1(bytes, reader.nameStart, reader.nameEnd), enrichedText(bytes, start, end))
    }
  }

  /** Inside of a message a value without quotes goes on to the next name: `op=changing password acct=…`. */
  #extend(message: Record<string, LaurelValue | string[]>, bytes: Uint8Array, next: number): void {
    const { name, start, end } = this.#open
    let stop = next
    while (stop > end && bytes[stop - 1] === SPACE) stop--
    if (stop > end && stop < next && bytes[start] !== QUOTE) message[name] = laurelText(bytes, start, stop)
  }

  #set(fields: Record<string, unknown>, name: string, value: LaurelValue): void {
    if (name in fields) this.hasDuplicates = true
    fields[name] = value
  }
}

function isCallArgument(name: string): boolean {
  return name.length === 2 && name >= 'a0' && name <= 'a3'
}

function titleArguments(title: Uint8Array): string[] {
  const texts: string[] = []
  let start = 0
  for (let at = 0; at <= title.length; at++) {
    if (at < title.length && title[at] !== 0) continue
    texts.push(percentText(title, start, at))
    start = at + 1
  }
  return texts
}

/** `{ saddr_fam=inet … }` loses the blanks next to its braces, anything else its quotes. */
function enrichedText(bytes: Uint8Array, start: number, end: number): string | null {
  if (end === start) return null
  if (bytes[start] === OPEN_BRACE) {
    const inside = percentText(bytes, start + 1, end - 1)
    return `{${inside.trim()}}`
  }
  const isQuoted = bytes[start] === QUOTE && end - start > 1 && bytes[end - 1] === QUOTE
  return isQuoted ? percentText(bytes, start + 1, end - 1) : percentText(bytes, start, end)
}

function takeDecision(
  { bytes, start, textEnd }: LogRecord,
  fields: Record<string, LaurelValue | string[] | object>,
): void {
  const { decision, permissions } = decisionOf(bytes, start, textEnd)
  if (decision !== undefined) fields[decision] = permissions
}

function hasNetlabel({ bytes, body, textEnd }: LogRecord): boolean {
  if (body < 0) return false
  return latin1(bytes, body, Math.min(textEnd, body + 14)).includes(NETLABEL)
}
