/** What the events have in common; a click narrows to it. */
import { useSignal } from '@preact/signals'
import { found, toggleFacet, view } from '../state.ts'
import type { Facet, FacetCount } from '../views/facets.ts'
import { countText } from './times.ts'

const TITLES: readonly (readonly [Facet, string])[] = [
  ['type', 'Record type'],
  ['result', 'Result'],
  ['user', 'Login user'],
  ['exe', 'Executable'],
  ['key', 'Rule key'],
  ['node', 'Node'],
]
const FEW = 8

export function Facets() {
  const facets = found.value?.facets
  // On a phone the list comes first.
  const isOpen = !matchMedia('(max-width: 44rem)').matches
  if (facets === undefined) return <aside class="facets" aria-label="Narrow to" />
  return (
    <aside class="facets" aria-label="Narrow to">
      <details open={isOpen}>
        <summary>Narrow to</summary>
        {TITLES.map(([facet, title]) => (
          <Values key={facet} facet={facet} title={title} values={facets[facet]} />
        ))}
      </details>
    </aside>
  )
}

function Values({
  facet,
  title,
  values,
}: {
  readonly facet: Facet
  readonly title: string
  readonly values: readonly FacetCount[]
}) {
  const showsAll = useSignal(false)
  if (values.length === 0) return null
  const shown = showsAll.value ? values : values.slice(0, FEW)
  const most = values[0]?.count ?? 1
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {shown.map(({ value, label, count }) => {
          const isChosen = view.value.facets.some((each) => each.facet === facet && each.value === value)
          return (
            <li key={value}>
              <button
                type="button"
                aria-pressed={isChosen}
                title={label}
                onClick={() => toggleFacet({ facet, value })}
              >
                <span class="bar" style={{ width: `${Math.max(1, (count / most) * 100)}%` }} />
                <span class="label">{label === '' ? '(empty)' : label}</span>
                <span class="count">{countText(count)}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {values.length > FEW && (
        <button
          type="button"
          class="more"
          onClick={() => {
            showsAll.value = !showsAll.value
          }}
        >
          {showsAll.value ? 'fewer' : `${values.length - FEW} more`}
        </button>
      )}
    </section>
  )
}
