/** Which events every report leaves out: `--node`, `--success`, `--failed`, `--add`, `--delete`, `-nc` (spec 05 §4). */
import type { LogEvent } from '@ts-audit/log'
import type { ReportOptions } from './context.ts'
import { typeSet } from './type-set.ts'

const CONFIG_CHANGE = 1305

/** Types of records that add something (users, groups, labelled networks), and of those that delete it. */
const ADDITIONS = typeSet(1114, 1116, 1407, 1409, 1411, 1413, 1416)
const DELETIONS = typeSet(1115, 1117, 1408, 1410, 1412, 1414, 1417)

/** What the record header tells: the node, and the type of the first record. */
export function keepsEvent(options: ReportOptions): (event: LogEvent) => boolean {
  const nodes = new Set(options.nodes)
  const { withoutConfig = false } = options
  // `--add` and `--delete` only leave out the opposite (spec 05 §4 step 4, a quirk).
  const unwanted =
    options.changes === 'add' ? DELETIONS : options.changes === 'delete' ? ADDITIONS : undefined
  return ({ node, type }) => {
    if (nodes.size > 0 && (node === undefined || !nodes.has(node))) return false
    if (withoutConfig && type === CONFIG_CHANGE) return false
    return unwanted === undefined || !unwanted.has(type)
  }
}

/** The result an event must have, or undefined for any. */
export function wantedResult({ result }: ReportOptions): 0 | 1 | undefined {
  return result === 'success' ? 1 : result === 'failure' ? 0 : undefined
}
