/** The interpretation part of an enriched record: names auditd resolved when it wrote the log (spec 03 §3). */
import { lowerCaseAscii } from './lower-case.ts'

/** Texts by lower-case field name; where a name occurs twice the first text counts. */
export type Enrichment = ReadonlyMap<string, string>

/** Reads what stands after byte 0x1D. Undefined when there is no usable entry. */
export function parseEnrichment(part: string): Enrichment | undefined {
  if (part.startsWith('SADDR=')) return parseAddress(part)
  const entries = new Map<string, string>()
  for (const token of part.split(' ')) {
    const equals = token.indexOf('=')
    if (equals < 0) continue
    const name = lowerCaseAscii(token.slice(0, equals))
    if (!entries.has(name)) entries.set(name, token.slice(equals + 1))
  }
  return entries.size === 0 ? undefined : entries
}

function parseAddress(part: string): Enrichment | undefined {
  const open = part.indexOf('{')
  if (open < 0 || !part.includes('}', open)) return undefined
  return new Map([['saddr', part.slice(open)]])
}
