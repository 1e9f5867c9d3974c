/** What logs are called in the store. */
import { createHash } from 'node:crypto'
import { type LogEvent, recordLine } from '@ts-audit/log'

/** What tells a log from others: its first event, and the host it is imported for. */
export function eventName({ records: [first] }: LogEvent, host: string | undefined): string {
  const line = first === undefined ? '' : recordLine(first)
  return createHash('sha256')
    .update(`${host ?? ''}\n${line}`, 'latin1')
    .digest('hex')
    .slice(0, 24)
}

/** The names of logs, some of which begin alike. */
export class SourceNames {
  /** How many logs there are that begin so. */
  readonly #counts = new Map<string, number>()

  /** By {@link eventName}, with a number where that is known to be the name of another log. */
  nameOf(event: string): string {
    const count = this.#counts.get(event)
    return count === undefined ? event : `${event}~${count}`
  }

  /** The log of this name began like another and went on otherwise: it gets the next one. */
  renumber(name: string): void {
    const event = name.replace(/~\d+$/, '')
    this.#counts.set(event, (this.#counts.get(event) ?? 1) + 1)
  }
}
