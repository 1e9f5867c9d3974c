/** Which events a report, or its summary, is about. */
import type { ReportRow } from './report-row.ts'
import type { TypeSet } from './type-set.ts'

/** Those with a record of one of the types, as far as the condition holds. */
export interface Qualification {
  /** Left out when the type does not matter. */
  readonly types?: TypeSet
  /** Asked only of events whose types fit; left out when there is no condition. */
  readonly holds?: (row: ReportRow) => boolean
}
