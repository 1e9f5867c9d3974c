/** The full name of the file that a PATH record is about. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { resolvedPath } from '../interpret/resolved-path.ts'
import { FieldReader } from './field-reader.ts'

const NULL_NAME = '(null)'

/** One serves one run; {@link beginEvent} forgets the directory of the event before. */
export class PathNames {
  readonly #reader: FieldReader
  readonly #text = new ByteSink()
  /** The directory of the event, latin1; null until a name asks for it. */
  #directory: string | undefined | null = null

  constructor(context: InterpretContext) {
    this.#reader = new FieldReader(context)
  }

  /** Begins an event. */
  beginEvent(): void {
    this.#directory = null
  }

  /** The name in a PATH record, joined to the event's directory, latin1; undefined where that is no full name. */
  nameOf(record: LogRecord, event: LogEvent): string | undefined {
    const name = this.#valueOf(record, event, 'name')
    if (name === undefined || name === '' || name === NULL_NAME) return undefined
    const path = resolvedPath(name, name.startsWith('/') ? undefined : this.#directoryOf(event))
    return path.startsWith('/') ? path : undefined
  }

  #directoryOf(event: LogEvent): string | undefined {
    if (this.#directory === null) {
      const record = event.records.find(({ type }) => type === RecordType.CWD)
      this.#directory = record === undefined ? undefined : this.#valueOf(record, event, 'cwd')
    }
    return this.#directory
  }

  /** What the first field of a name stands for, latin1. */
  #valueOf(record: LogRecord, event: LogEvent, wanted: string): string | undefined {
    const reader = this.#reader
    const text = this.#text
    reader.begin(record, event)
    while (reader.next()) {
      const { bytes, nameStart, nameEnd, start, end } = reader
      if (latin1(bytes, nameStart, nameEnd) !== wanted) continue
      const raw = latin1(bytes, start, end)
      if (raw.length > 1 && raw.startsWith('"') && raw.endsWith('"')) return raw.slice(1, -1)
      text.length = 0
      // A name is what the kernel wrote, whatever an enrichment says.
      return !reader.findEntry() && reader.writeText(text) ? text.text() : raw
    }
    return undefined
  }
}
