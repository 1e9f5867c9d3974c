/** One event: its parts, its records with all fields in three forms, and ways to copy it and to go on. */
import { useSignal } from '@preact/signals'
import { change, choose } from '../state.ts'
import type { EventDetail, RecordDetail } from '../views/event-detail.ts'
import { CopyButton } from './copy-button.tsx'

export function Detail({ event }: { readonly event: EventDetail }) {
  const showsRaw = useSignal(false)
  return (
    <section
      class="detail"
      id="detail"
      tabIndex={-1}
      aria-label={`Event ${event.id}`}
      onKeyDown={({ key }) => {
        if (key === 'Escape') void choose(undefined)
      }}
    >
      <header>
        <h2>{event.id}</h2>
        <button type="button" onClick={() => void choose(undefined)}>
          Close
        </button>
      </header>
      <p>{event.sentence}</p>
      <dl>
        {event.parts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="copies">
        <CopyButton text={event.raw} label="Copy raw" />
        <CopyButton text={event.json} label="Copy JSON" />
        <CopyButton text={event.command} label="Copy command" />
        <button
          type="button"
          aria-pressed={showsRaw.value}
          onClick={() => {
            showsRaw.value = !showsRaw.value
          }}
        >
          Raw
        </button>
      </p>
      {event.jumps.length > 0 && (
        <p class="jumps">
          Same:{' '}
          {event.jumps.map(({ label, query }) => (
            <button
              key={label}
              type="button"
              title={query}
              onClick={() => change({ query, facets: [], from: undefined, to: undefined })}
            >
              {label}
            </button>
          ))}
        </p>
      )}
      {showsRaw.value ? (
        <pre tabIndex={0} role="region" aria-label="Raw records">
          {event.raw}
        </pre>
      ) : (
        event.records.map((record, number) => <Fields key={number} record={record} />)
      )}
    </section>
  )
}

function Fields({ record: { type, fields } }: { readonly record: RecordDetail }) {
  const isEnriched = fields.some(({ enriched }) => enriched !== undefined)
  return (
    <table>
      <caption>{type}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Raw</th>
          <th scope="col">Interpreted</th>
          {isEnriched && <th scope="col">Enriched</th>}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, raw, interpreted, enriched }, number) => (
          <tr key={number}>
            <th scope="row">{name}</th>
            <td>{raw}</td>
            <td>{interpreted}</td>
            {isEnriched && <td>{enriched}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
