/** How far the reading, or the saving, of a log is. */
import { exporting, reading, worker } from '../state.ts'
import { bytesText, countText } from './times.ts'

export function Reading() {
  const read = reading.value
  const saved = exporting.value
  if (read === undefined && saved === undefined) return null
  return (
    <div class="reading" role="status">
      {read !== undefined && (
        <>
          <progress value={read.bytes} max={Math.max(1, read.of)} aria-label="Read" />
          <span>
            {bytesText(read.bytes)} of {bytesText(read.of)}, {countText(read.events)} events
          </span>
        </>
      )}
      {saved !== undefined && (
        <>
          <progress value={saved.done} max={Math.max(1, saved.of)} aria-label="Saved" />
          <span>
            Saving {saved.name}: {countText(saved.done)} of {countText(saved.of)} events
          </span>
        </>
      )}
      <button type="button" onClick={() => void worker.cancel()}>
        Cancel
      </button>
    </div>
  )
}
