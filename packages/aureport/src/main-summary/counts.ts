/** The counters of the main summary and what makes each of them grow (spec 05 §9). */
import type { LogEvent } from '@ts-audit/log'
import { type TypeSet, typeSet } from '../type-set.ts'

/** The counters by field name, in printing order, with the words that stand before the number. */
export const COUNT_LABELS = {
  configChanges: 'changes in configuration',
  accountChanges: 'changes to accounts, groups, or roles',
  logins: 'logins',
  failedLogins: 'failed logins',
  authentications: 'authentications',
  failedAuthentications: 'failed authentications',
  users: 'users',
  terminals: 'terminals',
  hosts: 'host names',
  executables: 'executables',
  commands: 'commands',
  files: 'files',
  avcs: "AVC's",
  macEvents: 'MAC events',
  failedSyscalls: 'failed syscalls',
  anomalies: 'anomaly events',
  anomalyResponses: 'responses to anomaly events',
  cryptoEvents: 'crypto events',
  integrityEvents: 'integrity events',
  virtEvents: 'virt events',
  keys: 'keys',
  pids: 'process IDs',
  events: 'events',
} as const

export type MainCount = keyof typeof COUNT_LABELS

/** All counters, in printing order. */
export const COUNT_NAMES = Object.keys(COUNT_LABELS) as readonly MainCount[]

/** An event adds 1 to a counter for each of these sets of which it has a record. */
const COUNTED_TYPES: readonly (readonly [count: MainCount, types: TypeSet])[] = [
  ['configChanges', typeSet(1305)],
  ['configChanges', typeSet(1203)],
  ['configChanges', typeSet(1111)],
  ['configChanges', typeSet(1325)],
  ['configChanges', typeSet(1328)],
  ['configChanges', typeSet(2312)],
  ['configChanges', typeSet([1403, 1417])],
  ['accountChanges', typeSet(1108)],
  ['accountChanges', typeSet([1114, 1117])],
  ['accountChanges', typeSet(1102)],
  ['accountChanges', typeSet(1132)],
  ['accountChanges', typeSet([2301, 2302])],
  ['avcs', typeSet(1400, 1107)],
  ['macEvents', typeSet([1403, 1417])],
  ['macEvents', typeSet([2300, 2399])],
  ['anomalies', typeSet([2100, 2199])],
  ['anomalies', typeSet([1700, 1799])],
  ['anomalyResponses', typeSet([2200, 2299])],
  ['cryptoEvents', typeSet([1600, 1699])],
  ['cryptoEvents', typeSet([2400, 2499])],
  ['integrityEvents', typeSet([1800, 1899])],
  ['virtEvents', typeSet([2500, 2599])],
]

/** An event with a record of the type counts by its result; of the authentications only the first that it has. */
interface CountedResult {
  readonly type: number
  readonly succeeded?: MainCount
  readonly failed: MainCount
}
const LOGIN: CountedResult = { type: 1112, succeeded: 'logins', failed: 'failedLogins' }
const AUTHENTICATIONS: readonly CountedResult[] = [
  { type: 1100, succeeded: 'authentications', failed: 'failedAuthentications' },
  { type: 1102, failed: 'failedAuthentications' },
  { type: 1126, succeeded: 'authentications', failed: 'failedAuthentications' },
]

/** Types that no counter looks at: nearly all records of a log of system calls. */
const COUNTED = new Uint8Array(3000)
for (let type = 0; type < COUNTED.length; type++) {
  const hasResult = type === LOGIN.type || AUTHENTICATIONS.some((counted) => counted.type === type)
  COUNTED[type] = hasResult || COUNTED_TYPES.some(([, types]) => types.has(type)) ? 1 : 0
}

/** Adds what an event's record types count; `success` is the event's result. */
export function countTypes(event: LogEvent, success: number, counts: Record<MainCount, number>): void {
  if (!hasCountedType(event)) return
  for (const [count, types] of COUNTED_TYPES) if (types.matches(event)) counts[count]++
  if (hasType(event, LOGIN.type)) countResult(LOGIN, success, counts)
  const authentication = AUTHENTICATIONS.find(({ type }) => hasType(event, type))
  if (authentication !== undefined) countResult(authentication, success, counts)
}

function countResult(
  { succeeded, failed }: CountedResult,
  success: number,
  counts: Record<MainCount, number>,
): void {
  if (success === 0) counts[failed]++
  if (success === 1 && succeeded !== undefined) counts[succeeded]++
}

function hasCountedType({ records }: LogEvent): boolean {
  for (const { type } of records) if (COUNTED[type] === 1) return true
  return false
}

function hasType({ records }: LogEvent, type: number): boolean {
  return records.some((record) => record.type === type)
}
