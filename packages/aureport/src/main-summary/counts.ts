/** The counters of the main summary and what makes each of them grow (spec 05 §9). */
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import {
  ANOMALY_RESPONSES,
  KERNEL_ANOMALIES,
  KERNEL_CRYPTO,
  KERNEL_INTEGRITY,
  LAST_RECORD_TYPE,
  USER_ANOMALIES,
  USER_CRYPTO,
  USER_LABELS,
  VIRTUALIZATION,
} from '@ts-audit/tables/record-type-ranges'
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
  ['configChanges', typeSet(RecordType.CONFIG_CHANGE)],
  ['configChanges', typeSet(RecordType.DAEMON_CONFIG)],
  ['configChanges', typeSet(RecordType.USYS_CONFIG)],
  ['configChanges', typeSet(RecordType.NETFILTER_CFG)],
  ['configChanges', typeSet(RecordType.FEATURE_CHANGE)],
  ['configChanges', typeSet(RecordType.USER_MAC_CONFIG_CHANGE)],
  ['configChanges', typeSet([RecordType.MAC_POLICY_LOAD, RecordType.MAC_UNLBL_STCDEL])],
  ['accountChanges', typeSet(RecordType.USER_CHAUTHTOK)],
  ['accountChanges', typeSet([RecordType.ADD_USER, RecordType.DEL_GROUP])],
  ['accountChanges', typeSet(RecordType.USER_MGMT)],
  ['accountChanges', typeSet(RecordType.GRP_MGMT)],
  ['accountChanges', typeSet([RecordType.ROLE_ASSIGN, RecordType.ROLE_REMOVE])],
  ['avcs', typeSet(RecordType.AVC, RecordType.USER_AVC)],
  ['macEvents', typeSet([RecordType.MAC_POLICY_LOAD, RecordType.MAC_UNLBL_STCDEL])],
  ['macEvents', typeSet(USER_LABELS)],
  ['anomalies', typeSet(USER_ANOMALIES)],
  ['anomalies', typeSet(KERNEL_ANOMALIES)],
  ['anomalyResponses', typeSet(ANOMALY_RESPONSES)],
  ['cryptoEvents', typeSet(KERNEL_CRYPTO)],
  ['cryptoEvents', typeSet(USER_CRYPTO)],
  ['integrityEvents', typeSet(KERNEL_INTEGRITY)],
  ['virtEvents', typeSet(VIRTUALIZATION)],
]

/** An event with a record of the type counts by its result; of the authentications only the first that it has. */
interface CountedResult {
  readonly type: number
  readonly succeeded?: MainCount
  readonly failed: MainCount
}
const LOGIN: CountedResult = { type: RecordType.USER_LOGIN, succeeded: 'logins', failed: 'failedLogins' }
const AUTHENTICATIONS: readonly CountedResult[] = [
  { type: RecordType.USER_AUTH, succeeded: 'authentications', failed: 'failedAuthentications' },
  { type: RecordType.USER_MGMT, failed: 'failedAuthentications' },
  { type: RecordType.GRP_AUTH, succeeded: 'authentications', failed: 'failedAuthentications' },
]

/** Types that no counter looks at: nearly all records of a log of system calls. */
const COUNTED = new Uint8Array(LAST_RECORD_TYPE + 1)
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
