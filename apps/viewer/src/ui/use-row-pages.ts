/** Rows that live in the worker, fetched in pages as they come onto the screen. */
import { useEffect, useReducer, useRef } from 'preact/hooks'

const PAGE = 100
/** Pages that are kept. */
const MOST_PAGES = 60

/** Gives the row of an index once it is here; `version` is another number when the rows are others. */
export function useRowPages<Row>(
  version: unknown,
  wanted: readonly number[],
  fetchRows: (from: number, count: number) => Promise<readonly Row[]>,
): (index: number) => Row | undefined {
  const [, redraw] = useReducer((number: number) => number + 1, 0)
  const cache = useRef<{ version: unknown; pages: Map<number, readonly Row[] | undefined> }>({
    version,
    pages: new Map(),
  })
  if (cache.current.version !== version) cache.current = { version, pages: new Map() }
  const { pages } = cache.current
  const first = Math.floor((wanted[0] ?? 0) / PAGE)
  const last = Math.floor((wanted.at(-1) ?? -1) / PAGE)
  useEffect(() => {
    const of = cache.current
    for (let page = first; page <= last; page++) {
      if (of.pages.has(page)) continue
      of.pages.set(page, undefined)
      void fetchRows(page * PAGE, PAGE).then((rows) => {
        if (cache.current !== of) return
        of.pages.set(page, rows)
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
