/** The list of sentences; only those on the screen are there. */
import { useEffect, useRef } from 'preact/hooks'
import { choose, chosen, rowCount, rowsVersion, searching, view, worker } from '../state.ts'
import { countText, timeText } from './times.ts'
import { useRowPages } from './use-row-pages.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

const ROW_HEIGHT = 30
const NARROW_ROW_HEIGHT = 62

export function EventList() {
  const count = rowCount.value
  const rowHeight = matchMedia('(max-width: 44rem)').matches ? NARROW_ROW_HEIGHT : ROW_HEIGHT
  const list = useVirtualRows(count, rowHeight)
  const { clock } = view.value
  const rowOf = useRowPages(
    `${rowsVersion.value} ${clock}`,
    count,
    list.rows.map(({ index }) => index),
    (from, many) => worker.rows(from, many),
  )
  const at = useRef(0)
  useEffect(() => {
    at.current = chosen.value ?? 0
  }, [chosen.value])
  const go = (place: number): void => {
    const next = Math.max(0, Math.min(count - 1, place))
    list.show(next)
    void choose(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = chosen.value
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current === undefined ? 0 : current + 1,
      ArrowUp: (current ?? 1) - 1,
      PageDown: (current ?? 0) + list.fitting,
      PageUp: (current ?? 0) - list.fitting,
      Home: 0,
      End: count - 1,
    }
    const move = moves[event.key]
    if (move !== undefined && count > 0) go(move)
    else if (event.key === 'Escape') void choose(undefined)
    else if (event.key === 'Enter') document.getElementById('detail')?.focus()
    else return
    event.preventDefault()
  }
  const isEmpty = count === 0 && searching.value === undefined
  return (
    <div class="list">
      <div
        ref={list.attach}
        class="rows"
        role="listbox"
        tabIndex={0}
        aria-label={`${countText(count)} events`}
        aria-activedescendant={chosen.value === undefined ? undefined : `event-${chosen.value}`}
        onKeyDown={onKeyDown}
      >
        {isEmpty && (
          <div class="none" role="option" aria-selected={false}>
            No event matches.
          </div>
        )}
        <div class="all" role="presentation" style={{ height: `${list.height}px` }}>
          {list.rows.map(({ index, top }) => {
            const row = rowOf(index)
            return (
              <div
                key={index}
                id={`event-${index}`}
                class={`row ${row?.result ?? ''}`}
                role="option"
                aria-selected={index === chosen.value}
                aria-posinset={index + 1}
                aria-setsize={count}
                style={{ transform: `translateY(${top}px)`, height: `${rowHeight}px` }}
                onClick={() => void choose(index)}
              >
                {row === undefined ? (
                  <span class="waiting">…</span>
                ) : (
                  <>
                    <time>
                      <span class="date">{timeText(row.seconds, clock).slice(0, -12)}</span>
                      {timeText(row.seconds, clock).slice(-12)}
                    </time>
                    <span class="type">{row.type}</span>
                    <span class="sentence">
                      {row.node !== undefined && <span class="node">{row.node} </span>}
                      {row.sentence}
                    </span>
                  </>
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
