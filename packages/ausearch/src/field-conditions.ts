/**
 * What bytes tell of criteria about numbers and results: the fields that such attributes are read from (spec 01 §5.5), and the
 * values without which no event can match.
 */
import { type ActiveSteps, noSteps, searchedTypes, UNSET } from '@ts-audit/auparse/search'
import type { FieldCondition, WantedField } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Criteria } from './criteria.ts'
import { latin1Bytes } from './text-filter.ts'
import { isNamed, wantedIds } from './wanted-ids.ts'

/** A longer number may stand for another one. */
const LARGEST = 999_999_999

/** What the steps that set an attribute look for; of those that end in the same letters, these alone. */
const LABELS = {
  pid: ['pid='],
  ppid: ['ppid='],
  uid: ['uid='],
  euid: ['euid='],
  auid: ['auid=', 'loginuid='],
  gid: ['gid=', ' id='],
  egid: ['egid='],
  session: ['ses='],
  exit: ['exit='],
} as const satisfies Partial<Record<keyof ActiveSteps, readonly string[]>>

type NumberName = keyof typeof LABELS

/** The conditions that every event meets that the criteria can match, or in which what they ask for cannot be read. */
export function fieldConditions(criteria: Criteria): FieldCondition[] {
  const { pid, ppid, session, exit, syscall } = criteria
  const numbers = [
    // An event that has none has the number -1.
    numberCondition(['pid'], pid === UNSET ? undefined : pid),
    numberCondition(['ppid'], ppid === UNSET ? undefined : ppid),
    numberCondition(['session'], session),
    numberCondition(['exit'], exit === undefined ? undefined : Number(exit)),
    ...userConditions(criteria),
    ...groupConditions(criteria),
    syscallCondition(syscall),
    successCondition(criteria.success),
  ]
  return numbers.filter((condition) => condition !== undefined)
}

/** One of the attributes has a number. */
function numberCondition(
  names: readonly NumberName[],
  wanted: number | undefined,
): FieldCondition | undefined {
  if (wanted === undefined || !isUsual(wanted)) return undefined
  const labels = new Set(names.flatMap((name) => LABELS[name]))
  const active = { ...noSteps, ...Object.fromEntries(names.map((name) => [name, true])) }
  return condition(
    Array.from(labels, (label) => field(label, String(wanted))),
    active,
  )
}

/** What is compared by name is not looked for; records of some types stand for root (spec 01 §5.5). */
function userConditions(criteria: Criteria): (FieldCondition | undefined)[] {
  const { uid, euid, auid, anyUid } = criteria
  const wanted = wantedIds(criteria)
  if (isNamed(uid, euid, auid, anyUid) || wanted.uid === 0) return []
  return idConditions(['uid', 'euid', 'auid'], wanted, anyUid?.id !== undefined)
}

function groupConditions(criteria: Criteria): (FieldCondition | undefined)[] {
  return idConditions(['gid', 'egid'], wantedIds(criteria), criteria.anyGid !== undefined)
}

/** As the tests compare them: one is enough, or all must be equal. */
function idConditions(
  names: readonly ('uid' | 'euid' | 'auid' | 'gid' | 'egid')[],
  wanted: Readonly<Partial<Record<NumberName, number | undefined>>>,
  any: boolean,
): (FieldCondition | undefined)[] {
  if (!any) return names.map((name) => numberCondition([name], wanted[name]))
  const ids = new Set(names.map((name) => wanted[name]))
  const [only] = ids
  // Where each may be another number, one of them is hardly worth looking for.
  return ids.size === 1 ? [numberCondition(names, only)] : []
}

/** Events without a system call have number 0, too. */
function syscallCondition(wanted: number | undefined): FieldCondition | undefined {
  if (wanted === undefined || wanted === 0 || !isUsual(wanted)) return undefined
  return condition([field('syscall=', String(wanted)), field('uring_op=', String(wanted))], noSteps)
}

/**
 * Only the result of a system call is told apart: the others are spelled in many ways. Most events are successes, and some
 * without a word of it. What looks like another result behind it, in a name for one, is taken for it (spec 01 §5.5 "TASK").
 */
function successCondition(wanted: boolean | undefined): FieldCondition | undefined {
  if (wanted !== false) return undefined
  const types = searchedTypes({ ...noSteps, success: true })
  const metBy = types.filter((type) => type !== RecordType.SYSCALL)
  return { either: [field('success=', 'no'), field('res=', '0')], expectedIn: [RecordType.SYSCALL], metBy }
}

function condition(either: readonly WantedField[], active: ActiveSteps): FieldCondition {
  return { either, expectedIn: searchedTypes(active) }
}

function field(label: string, value?: string): WantedField {
  return { label: latin1Bytes(label), value: value === undefined ? undefined : latin1Bytes(value) }
}

function isUsual(wanted: number): boolean {
  return Number.isInteger(wanted) && wanted <= LARGEST && wanted >= -LARGEST
}
