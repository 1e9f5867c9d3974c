/** All there is to know of one event. */
import { createInterpretContext, type InterpretContext, interpretEvent, splitRecord } from '@ts-audit/auparse'
import { type NormalisedField, normaliseEvent } from '@ts-audit/auparse/normalise'
import { type FormatSettings, formatEvent } from '@ts-audit/format'
import {
  copyEvent,
  enrichmentText,
  type LogEvent,
  type LogRecord,
  recordLine,
  recordText,
} from '@ts-audit/log'
import { commandText, forPeople, shellWord } from '../text.ts'
import { typeText } from './sentences.ts'

/** A field in its three forms. */
export interface FieldDetail {
  readonly name: string
  /** As it stands in the log. */
  readonly raw: string
  /** What it means, by the tables here and the accounts that were opened. */
  readonly interpreted: string | undefined
  /** The name that auditd wrote beside it. */
  readonly enriched: string | undefined
}

export interface RecordDetail {
  readonly type: string
  readonly fields: readonly FieldDetail[]
}

/** A query that leads on from an event. */
export interface Jump {
  readonly label: string
  readonly query: string
}

export interface EventDetail {
  readonly ordinal: number
  /** `node/seconds.milliseconds:serial`. */
  readonly id: string
  readonly sentence: string
  readonly parts: readonly { readonly name: string; readonly value: string }[]
  readonly records: readonly RecordDetail[]
  readonly raw: string
  readonly json: string
  /** The command line that finds it. */
  readonly command: string
  readonly jumps: readonly Jump[]
}

/** Describes an event. */
export function detailOf(
  event: LogEvent,
  ordinal: number,
  {
    settings,
    context,
    inputWords,
  }: {
    readonly settings: FormatSettings
    readonly context: InterpretContext
    /** Of a command that reads the log of the event. */
    readonly inputWords: readonly string[]
  },
): EventDetail {
  const whole = copyEvent(event)
  const raw = whole.records.map((record) => forPeople(recordLine(record))).join('\n')
  return {
    ordinal,
    id: idOf(whole, true),
    sentence: forPeople(formatEvent(whole, 'text', settings).trim()),
    parts: partsOf(whole, context),
    records: recordsOf(whole, context),
    raw,
    json: formatEvent(whole, 'ndjson', settings).trim(),
    command: commandText(['ts-ausearch', ...inputWords, '-a', idOf(whole, false)]),
    jumps: jumpsOf(whole, context),
  }
}

function idOf({ node, seconds, milliseconds, serial, exact }: LogEvent, withNode: boolean): string {
  const stamp = `${exact?.seconds ?? seconds}.${String(milliseconds).padStart(3, '0')}:${exact?.serial ?? serial}`
  return withNode && node !== undefined ? `${forPeople(node)}/${stamp}` : stamp
}

function recordsOf(event: LogEvent, context: InterpretContext): readonly RecordDetail[] {
  const plain = interpretEvent({ ...event, records: event.records.map(withoutNames) }, context)
  return plain.map(({ type, fields }, number) => {
    const record = event.records[number] as LogRecord
    const { enrichment } = splitRecord(recordText(record), enrichmentText(record), 'whole')
    return {
      type: typeText(type),
      fields: fields
        .filter(({ name }) => name !== 'type' && name !== 'node')
        .map(({ name, value, text }) => ({
          name: forPeople(name),
          raw: forPeople(value),
          interpreted: text === undefined || text === value ? undefined : forPeople(text),
          enriched: unquoted(enrichment?.get(name.toLowerCase())),
        })),
    }
  })
}

/** The record as a log without names has it. */
function withoutNames(record: LogRecord): LogRecord {
  return { ...record, end: record.textEnd }
}

function unquoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : forPeople(text.replace(/^"(.*)"$/s, '$1'))
}

function partsOf(event: LogEvent, context: InterpretContext): EventDetail['parts'] {
  const [found] = normaliseEvent(event, createInterpretContext(context), { attributes: true })
  if (found === undefined) return []
  const text = (field: NormalisedField | undefined) => field?.text ?? field?.value
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['kind', found.kind],
    ['who', text(found.subject.primary)],
    ['acting as', text(found.subject.secondary)],
    ['did', found.action],
    ['to what', text(found.object.primary)],
    ['with', text(found.object.second)],
    ['how', found.how],
    ['result', found.success === undefined ? undefined : found.success ? 'success' : 'failure'],
    ['session', text(found.session)],
    ['key', text(found.key)],
  ]
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: forPeople(value) }]))
}

/** The same session, process, parent and files. */
function jumpsOf(event: LogEvent, context: InterpretContext): readonly Jump[] {
  const records = interpretEvent(event, context)
  const first = (name: string) => records.flatMap(({ fields }) => fields).find((field) => field.name === name)
  const jumps: Jump[] = []
  // Another machine has other processes, and other files, of the same names.
  const here = event.node === undefined ? '' : `-n ${shellWord(forPeople(event.node))} `
  const number = (name: string, option: string, label: string) => {
    const value = first(name)?.value
    if (value !== undefined && /^\d+$/.test(value) && value !== '4294967295')
      jumps.push({ label: `${label} ${value}`, query: `${here}${option} ${value}` })
  }
  number('ses', '--session', 'session')
  number('pid', '-p', 'process')
  number('ppid', '-p', 'parent')
  number('pid', '-pp', 'children of')
  number('prog-id', '--prog-id', 'BPF program')
  const files = new Set(
    records.flatMap(({ typeName, fields }) =>
      typeName === 'PATH'
        ? fields.filter(({ name }) => name === 'name').map(({ text, value }) => text ?? value)
        : [],
    ),
  )
  for (const file of [...files].slice(0, 4)) {
    if (file === '(null)') continue
    const shown = forPeople(file)
    jumps.push({ label: `file ${shown}`, query: `${here}-f ${shellWord(shown)}` })
  }
  return jumps
}
