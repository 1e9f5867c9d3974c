/** Any log as events to iterate over. */
import type { AccountResolver } from '@ts-audit/auparse'
import { noAccounts } from '@ts-audit/auparse/usual'
import type { ReadInputOptions } from '@ts-audit/inputs'
import type { ByteStream } from '@ts-audit/log'
import { AuditEvent } from './audit-event.ts'
import type { EventMatcher } from './event-matcher.ts'
import { EventReader } from './event-reader.ts'
import { LogEvents } from './log-events.ts'
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
 * one likes; a second time throws a TypeError.
 */
export class AuditLog implements AsyncIterable<AuditEvent> {
  readonly #source: () => ByteStream
  readonly #options: ReadLogOptions
  readonly #queries: readonly CompiledQuery[]
  #latest: LogEvents | undefined

  /** @internal */
  constructor(source: () => ByteStream, options: ReadLogOptions, queries: readonly CompiledQuery[] = []) {
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
    const matcher = await this.#matcher(accounts)
    const reader = new EventReader(accounts)
    const input = new LogEvents({
      limits,
      interest: matcher?.interest,
      interpreters: reader.interpreters,
      ...this.#seconds(),
    })
    this.#latest = input
    for await (const event of input.read(this.#source())) {
      signal?.throwIfAborted()
      if (matcher?.matches(event) !== false) yield new AuditEvent(event, reader, accounts)
    }
  }

  /** All events, for logs that fit into memory. */
  async toArray(): Promise<AuditEvent[]> {
    const events: AuditEvent[] = []
    for await (const event of this) events.push(event)
    return events
  }

  /** Undefined where nothing is asked for. */
  async #matcher(accounts: AccountResolver): Promise<EventMatcher | undefined> {
    if (this.#queries.length === 0) return undefined
    const { matcherOf } = await import('./event-matcher.ts')
    return matcherOf(this.#queries, accounts)
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
}

/**
 * Reads a log in any form and any compression that is understood: auditd's, journald's, syslog's, JSON of many kinds.
 *
 * @throws {TypeError} when it is given something that holds no bytes; it says what to give
 */
export function readLog(source: LogSource, options: ReadLogOptions = {}): AuditLog {
  return new AuditLog(bytesOf(source), options)
}
