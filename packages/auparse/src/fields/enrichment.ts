/** The interpretation part of an enriched record: names auditd resolved when it wrote the log (spec 03 §3). */
import { lowerCaseAscii } from './lower-case.ts'
import { type QuoteSplitting, tokenEnd } from './token-end.ts'

/** Texts by lower-case field name; where a name occurs twice the first text counts. */
export type Enrichment = ReadonlyMap<string, string>

/** Reads what stands after byte 0x1D. Undefined when there is no usable entry. */
export function parseEnrichment(part: string, quotes: QuoteSplitting = 'cut'): Enrichment | undefined {
  if (part.startsWith('SADDR=')) return parseAddress(part)
  const entries = new Map<string, string>()
  for (let at = 0; at < part.length; at++) {
    const start = at
    at = tokenEnd(part, start, quotes)
    const token = part.slice(start, at)
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
