/** What every output format is: a writer of events into a byte sink. */
import type { InterpretMemory } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import type { EventOrigin } from './json/event-json.ts'

/** Writes events, one after the other, into the sink it was made with. */
export interface EventFormat {
  /** Writes one event; `origin` is where it came from, for a format that says so. The records need not stay valid after {@link flush}. */
  write(event: LogEvent, origin?: EventOrigin): void
  /** Only of raw output: takes the lines of events that nobody has looked at, see PassedEvents of `@ts-audit/log`. */
  takeLines?(source: Uint8Array, from: number, to: number, added: number): void
  /** Writes what a format may still hold back; must be called before the buffers that events refer to are reused. */
  flush(): void
  /** Completes a document, after the last event; `notes` say what was not read. */
  end?(notes: readonly string[]): void
  /** What events leave behind for later ones; undefined for a format whose events do not depend on each other. */
  readonly carried?: Carried | undefined
}

/** The memory of a format, for a program that has parts of a log formatted on other threads, out of order. */
export interface Carried {
  /** The memory as it is now. */
  save(): InterpretMemory
  /** Adopts the memory that another format of the same kind has saved. */
  restore(memory: InterpretMemory): void
  /** Remembers what writing these events would leave behind; they come from the last to the first. */
  recall(events: Iterable<LogEvent>): void
  /** Records in which this text occurs may leave more than {@link recall} sees: they have to be written. */
  readonly unforeseen: string
}
