/** The enrichment parts of records, parsed once per text: events of the same user and call carry the same part. */
import { copyBytes, latin1 } from '@ts-audit/log/internal'
import { type Enrichment, parseEnrichment } from '../fields/enrichment.ts'
import { Repetition } from '../repetition.ts'

const SLOTS = 4096
/** How many neighbouring slots may hold parts with the same hash. */
const PROBES = 4
/** One byte in this many goes into the hash; parts that differ only in the others share it, and {@link PROBES} slots. */
const STRIDE = 2

interface Parsed {
  readonly part: Uint8Array
  readonly enrichment: Enrichment | undefined
}

/** Parses enrichment parts and remembers them; newer ones take the places of older ones. */
export class Enrichments {
  readonly #known: (Parsed | undefined)[] = new Array<Parsed | undefined>(SLOTS).fill(undefined)
  readonly #repetition = new Repetition(SLOTS)

  /** What stands in the bytes, which follow byte 0x1D. Undefined when there is no usable entry. */
  parse(bytes: Uint8Array, start: number, end: number): Enrichment | undefined {
    let hash = end - start
    for (let at = start; at < end; at += STRIDE) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1)
    let free = slot
    for (let probe = PROBES - 1; probe >= 0; probe--) {
      const known = this.#known[slot ^ probe]
      if (known === undefined) {
        free = slot ^ probe
        continue
      }
      if (isPart(known.part, bytes, start, end)) return known.enrichment
    }
    const enrichment = parseEnrichment(latin1(bytes, start, end))
    if (this.#repetition.meets(slot, hash))
      this.#known[free] = { part: copyBytes(bytes, start, end), enrichment }
    return enrichment
  }
}

function isPart(part: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (part.length !== end - start) return false
  for (let at = 0; at < part.length; at++) if (part[at] !== bytes[start + at]) return false
  return true
}
