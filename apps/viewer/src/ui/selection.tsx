/** What narrows the view, the command that does the same, and the selection as a file. */
import { useSignal } from '@preact/signals'
import { change, clearView, found, saveAs, toggleFacet, view } from '../state.ts'
import { EXPORTS } from '../views/export.ts'
import { CopyButton } from './copy-button.tsx'
import { timeText } from './times.ts'

const NAMES = { raw: 'raw log', ndjson: 'ndjson', ecs: 'ECS', csv: 'csv', text: 'text' } as const

export function Selection() {
  const result = found.value
  const { from, to, clock, query, facets } = view.value
  const hasWindow = from !== undefined || to !== undefined
  const isNarrow = hasWindow || query !== '' || facets.length > 0
  const name = useSignal<(typeof EXPORTS)[number] | 'programs'>('raw')
  return (
    <section class="selection" aria-label="Selection">
      <ul class="chips">
        {result?.chosen.map((choice) => (
          <li key={`${choice.facet} ${choice.value}`}>
            <button type="button" title="No longer narrow to this" onClick={() => toggleFacet(choice)}>
              {choice.facet}: {choice.label} <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
        {hasWindow && (
          <li>
            <button type="button" title="Any time" onClick={() => change({ from: undefined, to: undefined })}>
              {from === undefined ? '' : timeText(from, clock).slice(0, 19)} –{' '}
              {to === undefined ? '' : timeText(to, clock).slice(0, 19)} <span aria-hidden="true">×</span>
            </button>
          </li>
        )}
        {isNarrow && (
          <li>
            <button type="button" onClick={clearView}>
              Everything
            </button>
          </li>
        )}
      </ul>
      {isNarrow && result !== undefined && (
        <p class="command">
          <code>{result.command}</code>
          <CopyButton text={result.command} label="Copy the command" />
        </p>
      )}
      <p class="save">
        <label>
          Save as{' '}
          <select
            value={name.value}
            onChange={({ currentTarget }) => {
              name.value = currentTarget.value as typeof name.value
            }}
          >
            {EXPORTS.map((each) => (
              <option key={each} value={each}>
                {NAMES[each]}
              </option>
            ))}
            <option value="programs">BPF page</option>
          </select>
        </label>
        <button type="button" onClick={() => void saveAs(name.value)}>
          Save
        </button>
      </p>
    </section>
  )
}
