/** A search that is about to be made: which events have to be looked at, and the test of each. */
import type { OutputFormat } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import type { EventIndex } from '../log/event-index.ts'
import type { EventReader, ReadingWatch } from '../log/event-reader.ts'
import type { Wish } from '../protocol.ts'
import { facetTest } from '../views/facets.ts'
import { compileTest, type EventTest, type TestSetting } from './event-test.ts'
import type { ParsedQuery } from './parse-query.ts'

/** A query that is understood. */
export type Query = ParsedQuery & { readonly kind: 'query' }

export interface SearchPlan {
  /** Ordinals, in their order. */
  readonly candidates: Uint32Array
  readonly matches: (event: LogEvent, ordinal: number) => boolean
  readonly test: EventTest
}

/** Plans a search; `output` is what the events are for, if it is not the list. */
export function planSearch(
  index: EventIndex,
  wish: Wish,
  query: Query,
  setting: Omit<TestSetting, 'output'>,
  output?: Pick<OutputFormat, 'interprets' | 'isUtf8'>,
): SearchPlan {
  const inFacets = facetTest(index, wish.facets)
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = wish
  const isWanted = (ordinal: number): boolean => {
    const time = index.times.at(ordinal)
    return time >= from && time <= to && (inFacets === undefined || inFacets(ordinal))
  }
  const test = compileTest(query.options, index, { ...setting, output })
  // The life of a program is followed through events that the facets leave out.
  const looksAtAll = query.options.bpf.progIds.length > 0
  const candidates = new Uint32Array(index.length)
  let count = 0
  for (let ordinal = 0; ordinal < index.length; ordinal++) {
    if (test.mayMatch(ordinal) && (looksAtAll || isWanted(ordinal))) candidates[count++] = ordinal
  }
  return {
    candidates: candidates.slice(0, count),
    matches: (event, ordinal) => test.matches(event) && (!looksAtAll || isWanted(ordinal)),
    test,
  }
}

/** What is told while a search is made. */
export interface SearchWatch {
  readonly isStopped: () => boolean
  /** What has been found so far, and how many of the candidates are done. */
  readonly onProgress: (found: Uint32Array, done: number) => void
}

/** Makes a search: the ordinals that match, in their order. */
export async function runSearch(
  { candidates, matches, test }: SearchPlan,
  reader: EventReader,
  { isStopped, onProgress }: SearchWatch,
): Promise<Uint32Array> {
  const found = new Uint32Array(candidates.length)
  let count = 0
  const watch: ReadingWatch = {
    isStopped,
    onProgress: (done) => onProgress(found.subarray(0, count), done),
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
