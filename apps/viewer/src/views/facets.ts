/** What the events of a selection have in common: counts by type, user, executable, key, result and node. */
import type { AccountResolver } from '@ts-audit/auparse'
import { formatRecordType, recordTypeName } from '@ts-audit/tables/record-types'
import type { Column } from '../log/column.ts'
import { type EventIndex, FAILURE, KEY_SEPARATOR, SUCCESS } from '../log/event-index.ts'
import type { OrdinalTest } from '../query/ordinal-test.ts'
import { forPeople } from '../text.ts'

export const FACETS = ['type', 'user', 'exe', 'key', 'result', 'node'] as const
export type Facet = (typeof FACETS)[number]

/** One value, as it is kept in addresses: a record type's number, a user id, a text. */
export interface FacetChoice {
  readonly facet: Facet
  readonly value: string
}

/** A value and how many events have it. */
export interface FacetCount {
  readonly value: string
  readonly label: string
  readonly count: number
}

/** Values shown of each facet. */
const MOST_VALUES = 200
const SMALL_NUMBERS = 1 << 12
/** Ids that no record holds. */
const UNSET_USER = 4294967295
const NO_USER = 4294967294
const RESULTS: ReadonlyMap<number, string> = new Map([
  [SUCCESS, 'success'],
  [FAILURE, 'failure'],
])

/** Whether an event has all that was chosen: any value of each facet. */
export function facetTest(index: EventIndex, choices: readonly FacetChoice[]): OrdinalTest | undefined {
  const tests = FACETS.flatMap((facet) => {
    const values = new Set(choices.filter((choice) => choice.facet === facet).map(({ value }) => value))
    return values.size === 0 ? [] : [testOf(index, facet, values)]
  })
  if (tests.length === 0) return undefined
  return (ordinal) => {
    for (const test of tests) if (!test(ordinal)) return false
    return true
  }
}

function testOf(index: EventIndex, facet: Facet, values: ReadonlySet<string>): OrdinalTest {
  const column = columnOf(index, facet)
  const known = new Map<number, boolean>()
  return (ordinal) => {
    const number = column.at(ordinal)
    let isWanted = known.get(number)
    if (isWanted === undefined) {
      isWanted = valuesOf(index, facet, number).some((value) => values.has(value))
      known.set(number, isWanted)
    }
    return isWanted
  }
}

function columnOf(index: EventIndex, facet: Facet): Column<Uint32Array<ArrayBuffer>> {
  const { types, users, exes, keys, results, nodes } = index
  return { type: types, user: users, exe: exes, key: keys, result: results, node: nodes }[facet]
}

/** The values that a number of a column stands for: several where an event has several. */
function valuesOf(index: EventIndex, facet: Facet, number: number): readonly string[] {
  switch (facet) {
    case 'type':
      return index.typeSets.types(number).map(String)
    case 'user':
      return number === NO_USER ? [] : [String(number)]
    case 'exe':
      return number === 0 ? [] : [index.exeNames.text(number)]
    case 'key':
      return number === 0 ? [] : index.keyNames.text(number).split(KEY_SEPARATOR)
    case 'result': {
      const result = RESULTS.get(number)
      return result === undefined ? [] : [result]
    }
    case 'node':
      return number === 0 ? [] : [index.nodeNames.text(number)]
  }
}

/** How often each value occurs, the most frequent first. */
export function countFacets(
  index: EventIndex,
  selected: Uint32Array,
  accounts: Pick<AccountResolver, 'userName'>,
): Record<Facet, readonly FacetCount[]> {
  const count = (facet: Facet): readonly FacetCount[] => {
    const values = new Map<string, number>()
    for (const [number, times] of countNumbers(columnOf(index, facet).values, selected)) {
      for (const value of new Set(valuesOf(index, facet, number)))
        values.set(value, (values.get(value) ?? 0) + times)
    }
    return [...values]
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .slice(0, MOST_VALUES)
      .map(([value, times]) => ({
        value,
        label: facetLabel(index, { facet, value }, accounts),
        count: times,
      }))
  }
  return {
    type: count('type'),
    user: count('user'),
    exe: count('exe'),
    key: count('key'),
    result: count('result'),
    node: count('node'),
  }
}

/** How often each number occurs. Those of texts are small, and counted in an array; ids of users are not. */
function countNumbers(numbers: Uint32Array, selected: Uint32Array): ReadonlyMap<number, number> {
  const small = new Uint32Array(SMALL_NUMBERS)
  const counts = new Map<number, number>()
  for (let at = 0; at < selected.length; at++) {
    const number = numbers[selected[at] as number] as number
    if (number < SMALL_NUMBERS) small[number] = (small[number] as number) + 1
    else counts.set(number, (counts.get(number) ?? 0) + 1)
  }
  for (const [number, times] of small.entries()) if (times > 0) counts.set(number, times)
  return counts
}

/** A value for people. */
export function facetLabel(
  index: EventIndex,
  { facet, value }: FacetChoice,
  accounts: Pick<AccountResolver, 'userName'>,
): string {
  if (facet === 'type') return recordTypeName(Number(value)) ?? formatRecordType(Number(value))
  if (facet !== 'user') return forPeople(value)
  const id = Number(value)
  if (id === UNSET_USER) return 'unset'
  const name = index.userNames.get(id) ?? accounts.userName(id)
  return name === undefined ? value : `${forPeople(name)} (${value})`
}

/** The words of a command line that narrow to what was chosen; text is contained there, and equal here, without `-w`. */
export function facetWords(choices: readonly FacetChoice[]): readonly string[] {
  const words: string[] = []
  const ofFacet = (facet: Facet) =>
    choices.filter((choice) => choice.facet === facet).map(({ value }) => value)
  const types = ofFacet('type')
  if (types.length > 0) words.push('-m', types.map((type) => recordTypeName(Number(type)) ?? type).join(','))
  for (const value of ofFacet('user')) words.push('-ul', value === String(UNSET_USER) ? '-1' : value)
  for (const value of ofFacet('exe')) words.push('-x', value)
  for (const value of ofFacet('key')) words.push('-k', value)
  for (const value of ofFacet('result')) words.push('-sv', value === 'success' ? 'yes' : 'no')
  for (const value of ofFacet('node')) words.push('-n', value)
  if (ofFacet('exe').length + ofFacet('key').length > 0) words.push('-w')
  return words
}
