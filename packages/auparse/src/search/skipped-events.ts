/** Events that were left out because a field in them could not be read: how many, and which. */
import type { LogEvent } from '@ts-audit/log'
import { secondsText, serialText } from '@ts-audit/log/internal'

/** Left-out events, for the end of a search or report. */
export class SkippedEvents {
  readonly #byType = new Map<number, number>()
  #first: string | undefined
  #count = 0

  /** @param type the type of the record that could not be read */
  add(event: LogEvent, type: number): void {
    this.#count++
    this.#byType.set(type, (this.#byType.get(type) ?? 0) + 1)
    if (this.#first !== undefined) return
    const milliseconds = String(event.milliseconds).padStart(3, '0')
    this.#first = `${secondsText(event)}.${milliseconds}:${serialText(event)}`
  }

  get count(): number {
    return this.#count
  }

  /** `SECONDS.MMM:SERIAL` of the first; undefined without any. */
  get first(): string | undefined {
    return this.#first
  }

  /** The types of the records that could not be read, the most frequent first. */
  get types(): readonly number[] {
    return [...this.#byType].sort(([, one], [, other]) => other - one).map(([type]) => type)
  }
}
