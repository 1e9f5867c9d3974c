/** An observation with where in the log it belongs. */
import type { Mark } from './mark.ts'
import type { LinePlace, Observation } from './observation.ts'

/** An observation before the names of files are known. */
export interface Placed {
  /** See `positionOf`. */
  readonly position: number
  readonly observation: Omit<Observation, 'place'> & {
    /** The event whose line is its place, where it has none of its own. */
    readonly mark?: Mark | undefined
    readonly place?: LinePlace & { readonly input: number }
  }
}
