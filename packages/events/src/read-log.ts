/** Any log as events to iterate over. */
import { type AccountResolver, noAccounts } from '@ts-audit/auparse'
import { compileCriteria } from '@ts-audit/ausearch'
import { createEventJson } from '@ts-audit/format'
import { type InputEvents, type InputSource, type ReadInputOptions, readInput } from '@ts-audit/inputs'
import type { LogEvent } from '@ts-audit/log'
import { AuditEvent } from './audit-event.ts'
import { bytesOf, type LogSource } from './log-source.ts'
import { type CompiledQuery, compileQuery, type EventQuery } from './query.ts'

/** How a log is read; nothing has to be said. */
export interface ReadLogOptions {
  /** Names of users and groups that the log itself does not tell: see `accountsFromText` of `@ts-audit/auparse`. */
  readonly accounts?: AccountResolver | undefined
  /** Ends the iteration: it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** How much a compressed log may hold. */
  readonly limits?: ReadInputOptions['limits']
}

/**
 * The events of a log, in the order of `ts-ausearch`: `for await (const event of readLog(file))`. Nothing is read before it is
 * iterated over, and what is not asked for is not kept. A stream can be iterated over once, bytes and files as often as
 * one likes.
 */
export class AuditLog implements AsyncIterable<AuditEvent> {
  readonly #source: () => InputSource
  readonly #options: ReadLogOptions
  readonly #queries: readonly CompiledQuery[]
  #latest: InputEvents | undefined

  /** @internal */
  constructor(source: () => InputSource, options: ReadLogOptions, queries: readonly CompiledQuery[] = []) {
    this.#source = source
    this.#options = options
    this.#queries = queries
  }

  /**
   * The events that fit: `log.where({ messageType: 'USER_LOGIN', success: false })`. May be asked again: then both must fit.
   *
   * @throws {TypeError} when a word in the query is none
   */
  where(query: EventQuery): AuditLog {
    return new AuditLog(this.#source, this.#options, [...this.#queries, compileQuery(query)])
  }

  /** What was not read, lost or told twice, a line each, with what to do about it; to be asked after the last event. */
  notes(): string[] {
    return this.#latest?.notes() ?? []
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AuditEvent, void, undefined> {
    const { accounts = noAccounts, signal, limits } = this.#options
    const environment = {
      accounts,
      preselected: this.#queries.length === 1,
      needsFields: false,
      // A record that lacks a field fails the questions about that field alone.
      lenient: true,
      // Complaints about single values: the events are given as they are.
      write: () => {},
    }
    const matchers = this.#queries.map(({ criteria }) => compileCriteria(criteria, environment))
    const input = readInput(this.#source(), {
      limits,
      interest: matchers.length === 1 ? matchers[0]?.interest : undefined,
      ...this.#seconds(),
    })
    this.#latest = input
    const makeJson = createEventJson({ accounts, argv: true, normalise: true })
    const json = (event: LogEvent) => makeJson(event)
    for await (const event of input) {
      signal?.throwIfAborted()
      if (this.#isInTime(event) && matchers.every((matcher) => matcher.matches(event))) {
        yield new AuditEvent(event, json)
      }
    }
  }

  /** All events, for logs that fit into memory. */
  async toArray(): Promise<AuditEvent[]> {
    const events: AuditEvent[] = []
    for await (const event of this) events.push(event)
    return events
  }

  /** The window in whole seconds, as the reader takes it. */
  #seconds(): { readonly start?: number; readonly end?: number } {
    const starts = this.#queries.flatMap(({ start }) => start ?? [])
    const ends = this.#queries.flatMap(({ end }) => end ?? [])
    return {
      ...(starts.length > 0 && { start: Math.floor(Math.max(...starts) / 1000) }),
      ...(ends.length > 0 && { end: Math.floor(Math.min(...ends) / 1000) }),
    }
  }

  #isInTime({ seconds, milliseconds }: LogEvent): boolean {
    const time = seconds * 1000 + milliseconds
    return this.#queries.every(
      ({ start, end }) => (start === undefined || time >= start) && (end === undefined || time <= end),
    )
  }
}

/**
 * Reads a log in any form and any compression that is understood: auditd's, journald's, syslog's, JSON of many kinds.
 *
 * @throws {TypeError} when it is given something that holds no bytes; it says what to give
 */
export function readLog(source: LogSource, options: ReadLogOptions = {}): AuditLog {
  const bytes = bytesOf(source)
  // Bytes and blobs can be read again.
  return new AuditLog(isAgain(source) ? () => bytesOf(source) : () => bytes, options)
}

function isAgain(source: LogSource): boolean {
  return (
    source instanceof Uint8Array ||
    source instanceof ArrayBuffer ||
    (typeof Blob !== 'undefined' && source instanceof Blob)
  )
}
