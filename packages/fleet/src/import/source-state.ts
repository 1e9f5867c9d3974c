/** How far the import of one log has come, and whether it is still the log that was begun. */
import type { LogEvent } from '@ts-audit/log'
import type { Value } from '../engine.ts'
import type { EventPlace } from './event-rows.ts'

/** A row of `sources`. */
export interface SavedSource {
  readonly source: string
  readonly host: string
  readonly events: number
  readonly settled: number
  readonly digest: string
  readonly size: number
  readonly nodes: readonly string[]
  readonly firstTs: number | undefined
  readonly lastTs: number | undefined
}

export const SAVED_SOURCES =
  'SELECT source, host, events, settled, digest, size, nodes, first_ts, last_ts FROM sources'

/** Reads a row of {@link SAVED_SOURCES}. */
export function savedSource(row: readonly Value[]): SavedSource {
  const [source, host, events, settled, digest, size, nodes, firstTs, lastTs] = row
  return {
    source: String(source),
    host: String(host),
    events: Number(events),
    settled: Number(settled),
    digest: String(digest),
    size: Number(size),
    nodes: (nodes as readonly string[] | null) ?? [],
    firstTs: firstTs instanceof Date ? firstTs.getTime() : undefined,
    lastTs: lastTs instanceof Date ? lastTs.getTime() : undefined,
  }
}

/** A digest of the events seen so far, in their order: what would differ in another log shows in their ids and lengths. */
export class EventDigest {
  #one = 0x811c9dc5
  #other = 0x9747b28c

  add({ seconds, milliseconds, serial, records }: LogEvent): void {
    let length = 0
    for (const { start, end } of records) length += end - start
    this.#mix(seconds)
    this.#mix(milliseconds)
    this.#mix(serial)
    this.#mix(records.length)
    this.#mix(length)
  }

  #mix(value: number): void {
    this.#one = Math.imul(this.#one ^ value, 0x01000193)
    this.#other = Math.imul((this.#other ^ value) + ((this.#one >>> 15) | 0), 0x85ebca6b)
    this.#other ^= this.#other >>> 13
  }

  /** Sixteen hexadecimal digits. */
  get text(): string {
    return [this.#one, this.#other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }
}

/** The log turned out to be another than the one whose name it has: it begins alike, and goes on otherwise. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog'
  readonly source: string
  constructor(source: string) {
    super(source)
    this.source = source
  }
}

/** One log while it is read. */
export class SourceState {
  readonly source: string
  readonly path: string
  readonly host: string
  readonly nodes: Set<string>
  /** Of the file in bytes, once all of it was read; 0 before. */
  size = 0
  lostLines = 0
  /** Events that came only because the log has ended, until it is known that they are written. */
  readonly tail: (readonly [LogEvent, EventPlace])[] = []
  #firstTs: number | undefined
  #lastTs: number | undefined
  #next = 0
  #settled = 0
  #superseded: number | undefined
  readonly #known: SavedSource | undefined
  readonly #digest = new EventDigest()

  constructor(source: string, path: string, host: string, known: SavedSource | undefined) {
    this.source = source
    this.path = path
    this.host = host
    this.#known = known
    this.nodes = new Set(known?.nodes)
    this.#firstTs = known?.firstTs
    this.#lastTs = known?.lastTs
    this.#superseded = known !== undefined && known.events > known.settled ? known.settled : undefined
  }

  get firstTs(): number | undefined {
    return this.#firstTs
  }

  get lastTs(): number | undefined {
    return this.#lastTs
  }

  /** The number from which on its rows in the store are replaced; asked once. */
  takeSuperseded(): number | undefined {
    const from = this.#superseded
    this.#superseded = undefined
    return from
  }

  /**
   * Takes the next event.
   *
   * @param isTail whether it came only because the log has ended
   * @returns its number, or undefined when it is in the store already
   * @throws {OtherLog} when the events so far are not those in the store
   */
  take(event: LogEvent, isTail: boolean): number | undefined {
    const number = this.#next++
    const known = this.#known?.settled ?? 0
    if (!isTail) {
      this.#digest.add(event)
      this.#settled = this.#next
      if (this.#next === known && this.#digest.text !== this.#known?.digest) throw new OtherLog(this.source)
    }
    return number < known ? undefined : number
  }

  /** An event is written. */
  note(node: string, time: number): void {
    this.nodes.add(node)
    if (this.#firstTs === undefined || time < this.#firstTs) this.#firstTs = time
    if (this.#lastTs === undefined || time > this.#lastTs) this.#lastTs = time
  }

  /** Whether it ended where the store has more that nothing can change: it is not that log, but a copy that was cut or filtered. */
  get isOther(): boolean {
    return this.#settled < (this.#known?.settled ?? 0)
  }

  /** Whether less was read than the store has, if only by its last events: an older copy of the log. */
  get isBehind(): boolean {
    return this.#next < (this.#known?.events ?? 0)
  }

  /** What the store has of it once its row is written. */
  saved(): SavedSource {
    return {
      source: this.source,
      host: this.host,
      events: this.#next,
      settled: this.#settled,
      digest: this.#digest.text,
      size: this.size,
      nodes: [...this.nodes],
      firstTs: this.#firstTs,
      lastTs: this.#lastTs,
    }
  }

  /** Its row of `sources`. */
  row(records: boolean): readonly unknown[] {
    const { source, host, nodes, events, settled, digest, size, firstTs, lastTs } = this.saved()
    return [
      source,
      host,
      nodes,
      this.path,
      events,
      settled,
      digest,
      size,
      firstTs,
      lastTs,
      this.lostLines,
      records,
      Date.now(),
    ]
  }
}
