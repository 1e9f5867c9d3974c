/** The reports of aureport over the selection, each a table that can be sorted. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ReportPart } from '../protocol.ts'
import { change, searching, selection, view, worker } from '../state.ts'
import type { Cell, ReportChoice } from '../views/reports.ts'
import { CopyButton } from './copy-button.tsx'
import { countText } from './times.ts'
import { useRowPages } from './use-row-pages.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

const ROW_HEIGHT = 26
const WIDEST = 44
const NARROWEST = 7

export function ReportsView() {
  const choices = useSignal<readonly ReportChoice[]>([])
  const part = useSignal<ReportPart | undefined>(undefined)
  const command = useSignal('')
  const title = useSignal('')
  const version = useSignal(0)
  const { report: name, summary: wantsSummary, interpret, lenient } = view.value
  const choice = choices.value.find((each) => each.name === name)
  const summary = wantsSummary && choice?.hasSummary === true
  const number = selection.value
  const isSearching = searching.value !== undefined
  useEffect(() => {
    void worker.reports().then((all) => {
      choices.value = all
    })
  }, [])
  useEffect(() => {
    if (choice === undefined || isSearching) return
    let isCurrent = true
    const wish = { summary, interpret, lenient }
    void worker.report({ name, ...wish }).then((answer) => {
      if (!isCurrent || answer === undefined) return
      part.value = answer
      title.value = `${choice.title}${summary ? ', totals' : ''}${lenient ? ', with what aureport leaves out' : ''}`
      version.value++
    })
    void worker.reportCommand(name, wish).then((text) => {
      if (isCurrent) command.value = text
    })
    return () => {
      isCurrent = false
    }
  }, [name, summary, interpret, lenient, number, isSearching, choice])
  return (
    <div class="reports">
      <nav aria-label="Reports">
        <ul>
          {choices.value.map((each) => (
            <li key={each.name}>
              <button
                type="button"
                aria-current={each.name === name ? 'true' : undefined}
                onClick={() => change({ report: each.name })}
              >
                {each.title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-label={choice?.title ?? 'Report'}>
        <p class="choices">
          <label>
            <input
              type="checkbox"
              disabled={choice?.hasSummary !== true}
              checked={summary}
              onChange={({ currentTarget }) => change({ summary: currentTarget.checked })}
            />{' '}
            Totals
          </label>
          <label>
            <input
              type="checkbox"
              checked={interpret}
              onChange={({ currentTarget }) => change({ interpret: currentTarget.checked })}
            />{' '}
            Names for numbers
          </label>
          <label title="Events in which a field cannot be read, every access decision, operations of io_uring">
            <input
              type="checkbox"
              checked={lenient}
              onChange={({ currentTarget }) => change({ lenient: currentTarget.checked })}
            />{' '}
            Also what aureport leaves out
          </label>
        </p>
        <p class="command">
          <code>{command.value}</code>
          <CopyButton text={command.value} label="Copy the command" />
        </p>
        {part.value === undefined ? (
          <p class="waiting" role="status">
            …
          </p>
        ) : (
          <Table key={version.value} part={part.value} version={version.value} title={title.value} />
        )}
      </section>
    </div>
  )
}

function Table({
  part,
  version,
  title,
}: {
  readonly part: ReportPart
  readonly version: number
  readonly title: string
}) {
  const { fields, total, kept, remark } = part
  const order = useSignal<{ readonly column: number; readonly isDown: boolean } | undefined>(undefined)
  const list = useVirtualRows(kept, ROW_HEIGHT)
  const { column, isDown = false } = order.value ?? {}
  const rowOf = useRowPages<readonly Cell[]>(
    `${version} ${column} ${isDown}`,
    kept,
    list.rows.map(({ index }) => index),
    (from, count) => worker.reportRows(from, count, column, isDown),
  )
  const columns = widthsOf(part)
  const sort = (at: number): void => {
    order.value = column === at ? { column: at, isDown: !isDown } : { column: at, isDown: false }
  }
  return (
    <>
      <p class="total">
        {countText(total)} {total === 1 ? 'row' : 'rows'}
        {kept < total && `; the first ${countText(kept)} are here`}
        {remark !== undefined && <span class="remark">; {remark}</span>}
      </p>
      <div
        ref={list.attach}
        class="rows"
        role="table"
        tabIndex={0}
        aria-label={title}
        aria-rowcount={kept + 1}
      >
        <div class="head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: columns }}>
          {fields.map((field, at) => (
            <span
              key={field}
              role="columnheader"
              aria-sort={column === at ? (isDown ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" onClick={() => sort(at)}>
                {field}
                {column === at && <span aria-hidden="true">{isDown ? ' ▾' : ' ▴'}</span>}
              </button>
            </span>
          ))}
        </div>
        <div class="all" role="rowgroup" style={{ height: `${list.height}px` }}>
          {list.rows.map(({ index, top }) => (
            <div
              key={index}
              class="row"
              role="row"
              aria-rowindex={index + 2}
              style={{
                transform: `translateY(${top}px)`,
                height: `${ROW_HEIGHT}px`,
                gridTemplateColumns: columns,
              }}
            >
              {fields.map((field, at) => {
                const cell = rowOf(index)?.[at] ?? null
                const text = cellText(cell)
                return (
                  <span key={field} role="cell" class={typeof cell === 'number' ? 'number' : ''} title={text}>
                    {text}
                  </span>
                )
              })}
            </div>
          ))}
        </div>
      </div>
    </>
  )
}

function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell)
}

/** By what stands in the first rows. */
function widthsOf({ fields, rows }: ReportPart): string {
  return fields
    .map((field, at) => {
      const longest = rows.reduce(
        (most, row) => Math.max(most, cellText(row[at] ?? null).length),
        field.length + 2,
      )
      return `${Math.max(NARROWEST, Math.min(WIDEST, longest + 1))}ch`
    })
    .join(' ')
}
