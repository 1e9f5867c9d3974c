/** Reads fields of the records that stories are made of. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bodyStart, decodeString, walkFields } from '../records/field-walk.ts'

const ENRICHMENT_SEPARATOR = '\x1d'
/** Longer texts are cut: a story is read by people. */
export const LONGEST_TEXT = 400

/** The raw fields of a record by name, the first of each; enrichment comes after what the kernel wrote. */
export type RawFields = ReadonlyMap<string, string>

/** The fields of a record, and those inside its `msg='…'`. */
export function rawFields(record: LogRecord): RawFields {
  const text = latin1(record.bytes, record.start, record.end).replaceAll(ENRICHMENT_SEPARATOR, ' ')
  const fields = new Map<string, string>()
  const collect = (name: string, value: string): void => {
    if (!fields.has(name)) fields.set(name, value)
  }
  const from = bodyStart(text)
  const inner = text.indexOf(" msg='", from)
  if (inner < 0) {
    walkFields(text, from, text.length, collect)
    return fields
  }
  const close = text.lastIndexOf("'")
  const end = close > inner + 6 ? close : text.length
  walkFields(text, from, inner, collect)
  walkFields(text, inner + 6, end, collect)
  walkFields(text, end + 1, text.length, collect)
  return fields
}

/** The text of a field that is quoted or in hex, or plain where it is neither; `?` and the like are no text. */
export function textOf(fields: RawFields, name: string, zero = 0x20): string | undefined {
  const value = decodeString(fields.get(name), zero)
  return value === '?' || value === '' || value === 'unset' ? undefined : value
}

/** A text that is never in hex. */
export function plainOf(fields: RawFields, name: string): string | undefined {
  const value = fields.get(name)?.replaceAll('"', '')
  return value === undefined || value === '?' || value === '' || value.startsWith('(') ? undefined : value
}

/** The command line of an EXECVE record: its arguments, those in pieces put together, separated by spaces. */
export function execveText(fields: RawFields): string {
  let text = ''
  for (const [name, value] of fields) {
    const part = /^a\d+(\[\d+\])?$/.exec(name)
    if (part === null) continue
    const separator = text === '' || (part[1] !== undefined && part[1] !== '[0]') ? '' : ' '
    text += separator + (decodeString(value, 0x20) ?? (value === '""' ? '' : value))
    if (text.length > LONGEST_TEXT) break
  }
  return shortened(text)
}

/** The text, cut where it is very long. */
export function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text
}
