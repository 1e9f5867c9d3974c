/** A selection as a file: the bytes that ts-ausearch prints of the same events. */
import { ByteSink, type FormatSettings, formatContext, outputFormat } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import type { EventReader } from '../log/event-reader.ts'

export const EXPORTS = ['raw', 'ndjson', 'ecs', 'csv', 'text'] as const
export type ExportName = (typeof EXPORTS)[number]

const TYPES: Readonly<Record<ExportName, string>> = {
  raw: 'text/plain',
  ndjson: 'application/x-ndjson',
  ecs: 'application/x-ndjson',
  csv: 'text/csv',
  text: 'text/plain',
}

/** Bytes that are gathered before they are handed to the browser. */
const PART_BYTES = 4 << 20

/** Writes the events that match; matching leaves them as the command prints them (spec 01 §5.5). */
export async function exportEvents(
  name: ExportName,
  candidates: Uint32Array,
  {
    reader,
    matches,
    namesUser,
    settings,
    onProgress,
    isStopped,
  }: {
    readonly reader: EventReader
    readonly matches: (event: LogEvent, ordinal: number) => boolean
    readonly namesUser: boolean
    readonly settings: FormatSettings
    readonly onProgress: (done: number) => void
    readonly isStopped: () => boolean
  },
): Promise<Blob> {
  const parts: BlobPart[] = []
  const sink = new ByteSink()
  const format = outputFormat(name).create(
    sink,
    formatContext({ ...settings, searchNamesUser: namesUser, rfc4180: false }),
  )
  const hand = (): void => {
    parts.push(new Blob([sink.bytes.slice(0, sink.length)]))
    sink.length = 0
  }
  await reader.read(
    candidates,
    (event, ordinal) => {
      if (!matches(event, ordinal)) return
      format.write(event)
      format.flush()
      if (sink.length > PART_BYTES) hand()
    },
    { onProgress, isStopped },
  )
  format.flush()
  format.end?.([])
  hand()
  return new Blob(parts, { type: TYPES[name] })
}
