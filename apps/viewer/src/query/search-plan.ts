/** A search that is about to be made: which events have to be looked at, and the test of each. */
import type { OutputFormat } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import type { EventIndex } from '../log/event-index.ts'
import type { EventReader, ReadingWatch } from '../log/event-reader.ts'
import type { Wish } from '../protocol.ts'
import { facetTest } from '../views/facets.ts'
import { compileTest, type EventTest, type TestSetting } from './event-test.ts'
import { both, type OrdinalTest } from './ordinal-test.ts'
import type { ParsedQuery } from './parse-query.ts'

/** A query that is understood. */
export type Query = ParsedQuery & { readonly kind: 'query' }

export interface SearchPlan {
  /** Ordinals, in their order. */
  readonly candidates: Uint32Array
  /** Those of the candidates that are looked at first, in their order. */
  readonly likely: Uint32Array
  readonly matches: (event: LogEvent, ordinal: number) => boolean
  readonly test: EventTest
  /** Another test of the same, for those that are looked at twice: it counts for itself what it passes over. */
  readonly testAgain: () => EventTest
}

const NONE = new Uint32Array(0)
/** So many likely events are looked at first: enough for a screen, if they are what they seem. */
const MOST_LIKELY = 40

/** Plans a search; `output` is what the events are for, if it is not the list. */
export function planSearch(
  index: EventIndex,
  wish: Wish,
  query: Query,
  setting: Omit<TestSetting, 'output'>,
  output?: Pick<OutputFormat, 'interprets' | 'isUtf8'>,
): SearchPlan {
  const isWanted = both(timeTest(index, wish), facetTest(index, wish.facets))
  const compile = () => compileTest(query.options, index, { ...setting, output })
  const test = compile()
  // The life of a program is followed through events that the facets leave out.
  const looksAtAll = looksAtAllOf(query)
  const candidates = ordinals(index.length, both(test.mayMatch, looksAtAll ? undefined : isWanted))
  return {
    candidates,
    likely: looksAtAll || test.isLikely === undefined ? NONE : firstOf(candidates, test.isLikely),
    matches: (event, ordinal) =>
      test.matches(event) && (!looksAtAll || isWanted === undefined || isWanted(ordinal)),
    test,
    testAgain: compile,
  }
}

function timeTest(index: EventIndex, { from, to }: Pick<Wish, 'from' | 'to'>): OrdinalTest | undefined {
  if (from === undefined && to === undefined) return undefined
  return (ordinal) => {
    const time = index.times.at(ordinal)
    return time >= (from ?? Number.NEGATIVE_INFINITY) && time <= (to ?? Number.POSITIVE_INFINITY)
  }
}

/** Those below `length` that pass, or all. */
function ordinals(length: number, passes: OrdinalTest | undefined): Uint32Array {
  const chosen = new Uint32Array(length)
  let count = 0
  for (let ordinal = 0; ordinal < length; ordinal++) {
    if (passes === undefined || passes(ordinal)) chosen[count++] = ordinal
  }
  return chosen.slice(0, count)
}

function firstOf(candidates: Uint32Array, isLikely: OrdinalTest): Uint32Array {
  const likely: number[] = []
  for (let at = 0; at < candidates.length && likely.length < MOST_LIKELY; at++) {
    const ordinal = candidates[at] as number
    if (isLikely(ordinal)) likely.push(ordinal)
  }
  return Uint32Array.from(likely)
}

function looksAtAllOf({ options }: Query): boolean {
  return options.bpf.progIds.length > 0
}

/** What is told while a search is made. */
export interface SearchWatch {
  readonly isStopped: () => boolean
  /** What has been found so far, and how many of the candidates are done. */
  readonly onProgress: (found: Uint32Array, done: number) => void
  readonly yields: () => Promise<void>
}

/** Makes a search: the ordinals that match, in their order. */
export async function runSearch(
  plan: SearchPlan,
  reader: EventReader,
  { isStopped, onProgress, yields }: SearchWatch,
): Promise<Uint32Array> {
  const { candidates, matches, test } = plan
  const first = await lookAtLikely(plan, reader, isStopped)
  if (first.length > 0 && !isStopped()) onProgress(first, 0)
  const found = new Uint32Array(candidates.length)
  let count = 0
  const watch: ReadingWatch = {
    isStopped,
    yields,
    // What was found first stays until there is as much again.
    onProgress: (done) => onProgress(count < first.length ? first : found.subarray(0, count), done),
  }
  if (test.isOrdered) {
    await reader.read(
      candidates,
      (event, ordinal) => {
        if (matches(event, ordinal)) found[count++] = ordinal
      },
      watch,
    )
  } else {
    const take = (some: readonly number[]): void => {
      for (const ordinal of some) found[count++] = ordinal
    }
    await reader.find(candidates, test, take, watch)
  }
  return found.slice(0, count)
}

async function lookAtLikely(
  { likely, testAgain }: SearchPlan,
  reader: EventReader,
  isStopped: () => boolean,
): Promise<Uint32Array> {
  if (likely.length === 0) return likely
  const test = testAgain()
  const found: number[] = []
  await reader.read(
    likely,
    (event, ordinal) => {
      if (test.matches(event)) found.push(ordinal)
    },
    { isStopped },
  )
  return Uint32Array.from(found)
}
