/** What auditd's ENRICHED format adds to a record, which says the same for many records: read once for each text. */
import type { TextColumn } from '../columns/text-column.ts'
import { type EventColumns, textsOf } from './event-columns.ts'

const labels = [
  [' AUID="', 'auid_name'],
  [' UID="', 'uid_name'],
  [' EUID="', 'euid_name'],
] as const

/** Those of a hostile log are without end. */
const MOST_KNOWN = 20_000

export interface Enrichment {
  /** `ARCH=… SYSCALL=…`, which stand first; undefined where they do not, or where there is what could be mistaken for them. */
  readonly call: string | undefined
  /** The numbers of the names in their columns; 0 for none. */
  readonly names: readonly number[]
}

/** Of a record that is not enriched. */
export const PLAIN: Enrichment = { call: '', names: [] }

export class EnrichedNames {
  readonly #columns: readonly TextColumn[]
  readonly #known = new Map<string, Enrichment>()

  constructor({ rows }: EventColumns) {
    this.#columns = labels.map(([, name]) => textsOf(rows, name))
  }

  /** The columns are empty again. */
  reset(): void {
    this.#known.clear()
  }

  /** Puts the names into a row, where it has none yet. */
  take(text: string, row: number): Enrichment {
    let known = this.#known.get(text)
    if (known === undefined) {
      known = { call: enrichedCall(text), names: this.#namesIn(text) }
      if (this.#known.size >= MOST_KNOWN) this.#known.clear()
      this.#known.set(text, known)
    }
    for (let index = 0; index < this.#columns.length; index++) {
      const { numbers } = this.#columns[index] as TextColumn
      if (numbers[row] === 0) numbers[row] = known.names[index] as number
    }
    return known
  }

  #namesIn(text: string): readonly number[] {
    const spaced = ` ${text}`
    return labels.map(([label], index) => {
      const at = spaced.indexOf(label)
      if (at < 0) return 0
      const end = spaced.indexOf('"', at + label.length)
      const name = spaced.slice(at + label.length, end < 0 ? spaced.length : end)
      return name === 'unset' || name === '' ? 0 : (this.#columns[index] as TextColumn).numberOfBytes(name)
    })
  }
}

function enrichedCall(text: string): string | undefined {
  const space = text.indexOf(' ')
  const next = text.indexOf(' ', space + 1)
  const end = next < 0 ? text.length : next
  if (!text.startsWith('ARCH=') || !text.startsWith('SYSCALL=', space + 1)) return undefined
  const isOdd = text.includes('SYSCALL=', end) || text.includes('key=', end) || text.includes('syscall=', end)
  return isOdd ? undefined : text.slice(0, end)
}
