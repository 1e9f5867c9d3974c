/** Which events every report leaves out: `--node`, `--success`, `--failed`, `--add`, `--delete`, `-nc` (spec 05 §4). */
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { ReportOptions } from './context.ts'
import { typeSet } from './type-set.ts'

/** Types of records that add something (users, groups, labelled networks), and of those that delete it. */
const ADDITIONS = typeSet(
  RecordType.ADD_USER,
  RecordType.ADD_GROUP,
  RecordType.MAC_CIPSOV4_ADD,
  RecordType.MAC_MAP_ADD,
  RecordType.MAC_IPSEC_ADDSA,
  RecordType.MAC_IPSEC_ADDSPD,
  RecordType.MAC_UNLBL_STCADD,
)
const DELETIONS = typeSet(
  RecordType.DEL_USER,
  RecordType.DEL_GROUP,
  RecordType.MAC_CIPSOV4_DEL,
  RecordType.MAC_MAP_DEL,
  RecordType.MAC_IPSEC_DELSA,
  RecordType.MAC_IPSEC_DELSPD,
  RecordType.MAC_UNLBL_STCDEL,
)

/** What the record header tells: the node, and the type of the first record. */
export function keepsEvent(options: ReportOptions): (event: LogEvent) => boolean {
  const nodes = new Set(options.nodes)
  const { withoutConfig = false } = options
  // `--add` and `--delete` only leave out the opposite (spec 05 §4 step 4, a quirk).
  const unwanted =
    options.changes === 'add' ? DELETIONS : options.changes === 'delete' ? ADDITIONS : undefined
  return ({ node, type }) => {
    if (nodes.size > 0 && (node === undefined || !nodes.has(node))) return false
    if (withoutConfig && type === RecordType.CONFIG_CHANGE) return false
    return unwanted === undefined || !unwanted.has(type)
  }
}

/** The result an event must have, or undefined for any. */
export function wantedResult({ result }: ReportOptions): 0 | 1 | undefined {
  return result === 'success' ? 1 : result === 'failure' ? 0 : undefined
}
