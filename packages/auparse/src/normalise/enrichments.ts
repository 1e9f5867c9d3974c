/** The enrichment parts of records, parsed once per text: events of the same user and call carry the same part. */
import { type Enrichment, parseEnrichment } from '../fields/enrichment.ts'

/** Parts remembered; socket addresses differ from record to record. */
const mostRemembered = 5_000

/** Gives a function that parses enrichment parts and remembers what it parsed. */
export function createEnrichmentParser(): (part: string) => Enrichment | undefined {
  const known = new Map<string, Enrichment | undefined>()
  return (part) => {
    const parsed = known.get(part)
    if (parsed !== undefined || known.has(part)) return parsed
    if (known.size >= mostRemembered) known.clear()
    const fresh = parseEnrichment(part)
    known.set(part, fresh)
    return fresh
  }
}
