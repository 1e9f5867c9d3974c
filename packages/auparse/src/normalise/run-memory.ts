/** What reading the events of one run remembers: names, texts and enrichment parts that may come again. */
import { Enrichments } from './enrichments.ts'
import { KeyPieces } from './key-pieces.ts'
import { Layouts } from './layout.ts'
import { TextPool } from './text-pool.ts'

/** All of it is bounded, whatever the log holds. */
export interface RunMemory {
  readonly layouts: Layouts
  readonly keys: KeyPieces
  readonly texts: TextPool
  readonly enrichments: Enrichments
}

/** An empty memory. */
export function createRunMemory(): RunMemory {
  return {
    layouts: new Layouts(),
    keys: new KeyPieces(),
    texts: new TextPool(),
    enrichments: new Enrichments(),
  }
}
