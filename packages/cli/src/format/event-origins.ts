/** Where events came from, in the words of JSON output. */
import type { EventOrigin } from '@ts-audit/format'
import type { InputReader, RecordSource } from '@ts-audit/inputs'
import type { LogEvent } from '@ts-audit/log'

/** The name of a pipe: it has no file. */
const STDIN = 'stdin'

/** What events of one form in one file have in common. */
interface KnownOrigin {
  readonly source: RecordSource
  readonly lossCount: number
  readonly origin: PlacedOrigin
}

/** An origin whose place changes from event to event. */
interface PlacedOrigin extends Omit<EventOrigin, 'line' | 'offset'> {
  offset: number
  line?: number
}

/** Asks the reader, and knows the names of the files. */
export class EventOrigins {
  #reader: InputReader | undefined
  readonly #files: { readonly name: string; readonly offset: number }[] = []
  #last: KnownOrigin | undefined

  /** Takes the reader, before it reads. */
  reading(reader: InputReader): void {
    this.#reader = reader
  }

  /** The next file begins. */
  startFile(name: string, offset = 0): void {
    this.#files.push({ name, offset })
  }

  /** Where an event came from; to be asked while the sink has it, and valid until the next one is asked about. */
  of(event: LogEvent): EventOrigin | undefined {
    const source = this.#reader?.sourceOfEvent(event)
    if (source === undefined) return undefined
    const { offset: start = 0 } = this.#files[source.input] ?? {}
    const origin = this.#common(source)
    origin.offset = start + source.offset
    // What was not read was not counted.
    if (start === 0) origin.line = source.line
    return origin
  }

  #common(source: RecordSource): PlacedOrigin {
    const { form, input, boot, losses } = source
    const last = this.#last
    const isKnown =
      last !== undefined &&
      last.source.form === form &&
      last.source.input === input &&
      last.source.boot === boot &&
      last.lossCount === losses.size
    if (isKnown) return last.origin
    const file = this.#files[input]?.name
    const origin: PlacedOrigin = {
      input: form.name === 'audit' ? 'audit-log' : form.name,
      ...(file !== undefined && file !== STDIN && { file }),
      ...(boot !== undefined && { boot }),
      ...(losses.size > 0 && { loss: [...losses] }),
      offset: 0,
      ...(this.#files[input]?.offset === 0 && { line: 0 }),
    }
    this.#last = { source, lossCount: losses.size, origin }
    return origin
  }
}
