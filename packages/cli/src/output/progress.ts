/** A line on the terminal that says how far a long run has come. */

/** Milliseconds before the first line, and between two. */
const PATIENCE = 1000
const INTERVAL = 200
const ERASE = '\r\x1b[K'

/** Shows progress; {@link erase} before anything else is written to the same terminal. */
export interface Progress {
  /** Tells how many bytes have been read. */
  readonly at: (bytes: number) => void
  /** Takes the line away. */
  readonly erase: () => void
}

/** No progress: for a stderr that is no terminal, and with `--no-progress`. */
export const noProgress: Progress = { at: () => {}, erase: () => {} }

/**
 * Progress on a terminal.
 *
 * @param total bytes of the whole input; undefined for a pipe
 * @param now the clock, in milliseconds
 */
export function createProgress(
  total: number | undefined,
  write: (text: string) => void,
  now: () => number = () => performance.now(),
): Progress {
  const started = now()
  let next = started + PATIENCE
  let visible = false
  return {
    at(bytes) {
      const time = now()
      if (time < next) return
      next = time + INTERVAL
      visible = true
      write(`${ERASE}${progressText(bytes, total, (time - started) / 1000)}`)
    },
    erase() {
      if (visible) write(ERASE)
      visible = false
    },
  }
}

/** `120.0 MB of 200.0 MB, 60 %, 100.0 MB/s, 1 s left`. */
export function progressText(bytes: number, total: number | undefined, seconds: number): string {
  const rate = bytes / seconds
  if (total === undefined || total < bytes) return `${megabytes(bytes)} MB, ${megabytes(rate)} MB/s`
  const percent = Math.floor((bytes / Math.max(total, 1)) * 100)
  const left = Math.ceil((total - bytes) / Math.max(rate, 1))
  return `${megabytes(bytes)} MB of ${megabytes(total)} MB, ${percent} %, ${megabytes(rate)} MB/s, ${left} s left`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
