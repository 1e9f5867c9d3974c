/** Rows that live in the worker, fetched in pages as they come onto the screen. */
import { useEffect, useReducer, useRef } from 'preact/hooks'

const PAGE = 50
/** Pages that are kept. */
const MOST_PAGES = 60

interface RowPages<Row> {
  readonly version: unknown
  readonly pages: Map<number, readonly Row[]>
  /** Pages of which rows are on their way. */
  readonly asked: Set<number>
}

function noPages<Row>(version: unknown): RowPages<Row> {
  return { version, pages: new Map(), asked: new Set() }
}

/**
 * Gives the row of an index once it is here.
 *
 * @param version another one when the rows are others
 * @param count how many rows there are; while a search runs they become more
 */
export function useRowPages<Row>(
  version: unknown,
  count: number,
  wanted: readonly number[],
  fetchRows: (from: number, count: number) => Promise<readonly Row[]>,
): (index: number) => Row | undefined {
  const [, redraw] = useReducer((number: number) => number + 1, 0)
  const cache = useRef<RowPages<Row>>(noPages(version))
  if (cache.current.version !== version) cache.current = noPages(version)
  const { pages } = cache.current
  const first = Math.floor((wanted[0] ?? 0) / PAGE)
  const last = Math.floor((wanted.at(-1) ?? -1) / PAGE)
  useEffect(() => {
    const of = cache.current
    for (let page = first; page <= last; page++) {
      const before = of.pages.get(page) ?? []
      const from = page * PAGE + before.length
      const until = Math.min(count, (page + 1) * PAGE)
      if (from >= until || of.asked.has(page)) continue
      of.asked.add(page)
      void fetchRows(from, until - from).then((rows) => {
        if (cache.current !== of) return
        of.asked.delete(page)
        of.pages.set(page, [...before, ...rows])
        for (const old of of.pages.keys()) {
          if (of.pages.size <= MOST_PAGES) break
          if (old < first - 1 || old > last + 1) of.pages.delete(old)
        }
        redraw(undefined)
      })
    }
  })
  return (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE]
}
