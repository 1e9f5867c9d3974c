/** What was read, and what was not. */
import { opened, readAgain, readsAll } from '../state.ts'
import { bytesText, countText, spanText } from './times.ts'

export function InputView() {
  const read = opened.value
  if (read === undefined) return null
  return (
    <section class="input" aria-label="Input">
      <h2>What was read</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Size</th>
            <th scope="col">Compressed</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {read.files.map(({ path, bytes, events, compression }) => (
            <tr key={path}>
              <th scope="row">{path}</th>
              <td class="number">{bytesText(bytes)}</td>
              <td>{compression ?? 'no'}</td>
              <td class="number">{countText(events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {countText(read.records)} records, {countText(read.events)} events, read in{' '}
        {spanText(read.milliseconds / 1000)}
        {read.isWhole ? '' : ' (cancelled)'}. The index takes {bytesText(read.indexBytes)};{' '}
        {bytesText(read.keptBytes)} of records that are no whole part of a plain file were written down. Names
        of users:{' '}
        {read.accounts > 0
          ? 'from the passwd and group files that were opened'
          : "only the log's own; passwd and group files can be added"}
        .
      </p>
      <h2>What was not</h2>
      {read.notes.length === 0 ? (
        <p>Nothing was left out.</p>
      ) : (
        <ul class="notes">
          {read.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p>
        <label>
          <input
            type="checkbox"
            checked={readsAll.value}
            onChange={({ currentTarget }) => void readAgain(currentTarget.checked)}
          />{' '}
          Read everything: in an auditd log also records in other forms, which ausearch passes over
        </label>
      </p>
    </section>
  )
}
