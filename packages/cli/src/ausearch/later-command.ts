/** Events in which `-c` looks at another command than the one that is asked for: of several AVC records it takes the first. */
import type { Matcher } from '@ts-audit/ausearch'
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'

/** Counts them. */
export class LaterCommands {
  /** How many there were. */
  count = 0
  readonly #makeMatcher: () => Pick<Matcher, 'matches'>
  #matcher: Pick<Matcher, 'matches'> | undefined

  /** The matcher is one of its own, since events are shown to it in parts. */
  constructor(makeMatcher: () => Pick<Matcher, 'matches'>) {
    this.#makeMatcher = makeMatcher
  }

  /** Takes an event that did not match. */
  see(event: LogEvent): void {
    const { records } = event
    const first = records.findIndex(isAvc)
    if (first < 0 || records.findIndex((record, at) => at > first && isAvc(record)) < 0) return
    this.#matcher ??= this.#makeMatcher()
    const others = records.filter((record) => !isAvc(record))
    for (let at = first + 1; at < records.length; at++) {
      const record = records[at]
      if (record === undefined || !isAvc(record)) continue
      if (!this.#matcher.matches({ ...event, type: record.type, records: [record, ...others] })) continue
      this.count++
      return
    }
  }
}

function isAvc({ type }: LogEvent['records'][number]): boolean {
  return type === RecordType.AVC
}
