/** Reads auditd's log alone, and looks at what else is there later: what knows the other forms is loaded only for that. */
import type { ChunkReader, LogCounters } from '@ts-audit/log'
import { PartReader, type PartReaderOptions } from '@ts-audit/log/parts'
import { NEWLINE } from './ascii.ts'
import type { Aside } from './aside.ts'
import { BrokenRecords } from './broken-records.ts'
import { joined } from './bytes.ts'
import { HEAD_BYTES } from './holds-record.ts'
import type { InputReport, LineReport } from './input-report.ts'
import { plainRefusal } from './refusal.ts'

const NOTHING = new Uint8Array(0)
const NO_LINES: LineReport = {
  sources: [],
  unknownLines: 0,
  unknownSample: undefined,
  longLines: 0,
  lines: 0,
  comparedAll: true,
}

/** What is read. */
export interface PlainReaderOptions extends Omit<PartReaderOptions, 'stopsAt' | 'tracking'> {
  /** Whether what is no record is looked at. */
  readonly choice: 'audit' | 'compatible'
  /** As in `InputReaderOptions`. */
  readonly syslogTags?: readonly string[] | undefined
}

/** What waits to be looked at: a line, or the end of an input. */
type Odd = Uint8Array | 'end of input'

/**
 * What `InputReader` is with the same choice, for who asks neither where records are nor about single lines. {@link catchUp}
 * is to be called between chunks and after the end; before that the report lacks what has come last.
 */
export class PlainReader implements ChunkReader {
  readonly choice: 'audit' | 'compatible'
  /** The reader of the records. */
  readonly log: PartReader
  readonly #syslogTags: readonly string[] | undefined
  readonly #refusals: string[] = []
  readonly #broken = new BrokenRecords()
  /** What has come of an input whose beginning has not been looked at. */
  #held: Uint8Array = NOTHING
  #hasBegun = false
  #odd: Odd[] = []
  #aside: Aside | undefined

  constructor({ choice, syslogTags, ...options }: PlainReaderOptions) {
    this.choice = choice
    this.#syslogTags = syslogTags
    this.log = new PartReader({
      ...options,
      stopsAt: (bytes, start, end) => {
        this.#broken.note(bytes, start, end)
        // A chunk may be written over.
        if (choice === 'compatible') this.#odd.push(bytes.slice(start, end))
        return false
      },
    })
  }

  /** Whether nothing but whole records has come. */
  get isPure(): boolean {
    return this.log.isPure && this.#refusals.length === 0
  }

  /** Another reader has read this input from its beginning to where there are so many bytes before what is pushed next. */
  skipTo(bytes: number): void {
    this.#hasBegun = true
    this.log.moveTo(bytes)
  }

  push(chunk: Uint8Array): boolean {
    if (this.#hasBegun) return this.log.push(chunk)
    if (this.choice === 'compatible') {
      const held = this.#held.length === 0 ? chunk : joined(this.#held, chunk)
      if (held.length < HEAD_BYTES && !held.includes(NEWLINE)) {
        this.#held = held === chunk ? new Uint8Array(chunk) : held
        return true
      }
      return this.#begin(held)
    }
    return this.#begin(chunk)
  }

  /** A feed has fallen silent: what has come is looked at. */
  settle(): boolean {
    return this.#hasBegun || this.#held.length === 0 || this.#begin(this.#held)
  }

  endFile(): boolean {
    return this.#endInput() && this.log.endFile()
  }

  end(): boolean {
    return this.#endInput() && this.log.end()
  }

  endAtCheckpoint(): boolean {
    return this.#endInput() && this.log.endAtCheckpoint()
  }

  flushIdle(keepIncomplete: boolean): boolean {
    return this.settle() && this.log.flushIdle(keepIncomplete)
  }

  /** Looks at what has come beside records; gives what to wait for, if anything. */
  catchUp(): Promise<void> | undefined {
    if (this.#odd.length === 0) return undefined
    if (this.#aside === undefined) return this.#loadAside()
    this.#look(this.#aside)
    return undefined
  }

  buffersInFlight(): Set<Uint8Array> {
    return this.log.buffersInFlight()
  }

  get bytesRead(): number {
    return this.log.bytesRead + this.#held.length
  }

  get eventsInFlight(): number {
    return this.log.eventsInFlight
  }

  get tableBytes(): number {
    return this.log.tableBytes
  }

  get counters(): LogCounters {
    return this.log.counters
  }

  get report(): InputReport {
    return {
      ...NO_LINES,
      refusals: this.#refusals,
      aside: this.choice === 'audit' ? undefined : (this.#aside?.report ?? NO_LINES),
      brokenRecords: this.#broken.count,
      brokenSample: this.#broken.sample,
    }
  }

  #begin(held: Uint8Array): boolean {
    this.#held = NOTHING
    this.#hasBegun = true
    const refusal = this.choice === 'audit' ? undefined : plainRefusal(held)
    if (refusal !== undefined) this.#refusals.push(refusal)
    return this.log.push(held)
  }

  #endInput(): boolean {
    const more = this.settle()
    this.#hasBegun = false
    this.#held = NOTHING
    if (this.#odd.length > 0 || this.#aside !== undefined) this.#odd.push('end of input')
    return more
  }

  async #loadAside(): Promise<void> {
    const loaded = await import('./aside.ts')
    this.#aside ??= new loaded.Aside(this.#syslogTags)
    this.#look(this.#aside)
  }

  #look(aside: Aside): void {
    for (const odd of this.#odd) {
      if (odd === 'end of input') aside.endInput()
      else aside.line(odd)
    }
    this.#odd = []
  }
}
