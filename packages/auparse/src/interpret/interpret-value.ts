/** The human form of a value (spec 03 §3, §4). */
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import { escapeKeys, escapeText } from '../escape/escape-mode.ts'
import type { Enrichment } from '../fields/enrichment.ts'
import { unquote } from './hex.ts'
import type { FieldSetting } from './interpreter.ts'

/** The escaped interpretation of a value of the given type, enrichment aside. */
export function interpretValue(
  type: FieldTypeCode,
  value: string,
  setting: FieldSetting,
): string | undefined {
  const text = setting.context.interpreters.of(type)(value, setting)
  if (text === undefined) return undefined
  const escaped = type === FieldType.ESCAPED_KEY ? escapeKeys : escapeText
  return escaped(setting.context.escape, text)
}

/** What the interpretation part says of a field, or undefined (spec 03 §3). */
export function enrichedText(
  enrichment: Enrichment | undefined,
  name: string,
  type: FieldTypeCode,
): string | undefined {
  const text = enrichment?.get(name)
  if (text === undefined || text.startsWith('unknown-')) return undefined
  return type === FieldType.UID || type === FieldType.GID ? unquote(text) : text
}
