/** The events of a log in any form. What reads the other forms is loaded when a log is not auditd's own, or not all of it. */
import type { GrowingInterpreters } from '@ts-audit/auparse/usual'
import type { InputEvents, ReadInputOptions } from '@ts-audit/inputs'
import type { ByteStream, LogEvent } from '@ts-audit/log'
import { copyEvent } from '@ts-audit/log/internal'
import { piecesOf } from './log-source.ts'
import { beginsAsAuditd, openPlainLog } from './plain-log.ts'

/** How a log is read. */
export interface LogEventsOptions extends Pick<ReadInputOptions, 'limits' | 'interest' | 'start' | 'end'> {
  /** Prepared for the events before these are given. */
  readonly interpreters: GrowingInterpreters
}

/** So many bytes without a line feed are no line of auditd's. */
const HEAD_BYTES = 64 << 10

/** One reading of a log. */
export class LogEvents {
  readonly #options: LogEventsOptions
  #input: InputEvents | undefined

  constructor(options: LogEventsOptions) {
    this.#options = options
  }

  /** What was not read, lost or told twice, a line each. */
  notes(): string[] {
    return this.#input?.notes() ?? []
  }

  /** Each event is a copy and stays valid. */
  async *read(source: ByteStream): AsyncGenerator<LogEvent, void, undefined> {
    const pieces = piecesOf(source)
    const { isAuditd, head } = await beginning(pieces)
    const all = chained(head, pieces)
    const { interpreters } = this.#options
    if (!isAuditd) {
      await interpreters.load()
      const { readInput } = await import('@ts-audit/inputs')
      this.#input = readInput(all, this.#options)
      yield* this.#input
      return
    }
    let ready: LogEvent[] = []
    const sink = (event: LogEvent) => ready.push(copyEvent(event)) > 0
    const log = await openPlainLog({ ...this.#options, sink })
    const { reader } = log
    let isPlain = true
    try {
      while (isPlain) {
        const { done, value } = await all.next()
        await (done === true ? interpreters.prepareEnd() : interpreters.prepare(value))
        isPlain = done === true ? reader.end() : reader.push(value)
        yield* ready
        ready = []
        if (done === true) break
      }
      // A stamp out of range is in no other form, but it is told.
      if (isPlain && Object.values(reader.counters.malformed).every((lines) => lines === 0)) return
      await interpreters.load()
      const { continueInput } = await import('@ts-audit/inputs')
      this.#input = continueInput(log, all, this.#options)
      yield* this.#input
    } finally {
      await all.return()
    }
  }
}

/** The first pieces of a log, and whether it begins as auditd's. */
async function beginning(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<{ readonly isAuditd: boolean; readonly head: readonly Uint8Array[] }> {
  const head: Uint8Array[] = []
  let bytes = new Uint8Array(0)
  while (bytes.length < HEAD_BYTES) {
    const { done, value } = await pieces.next()
    if (done === true) break
    head.push(value)
    bytes = joined(bytes, value)
    const isAuditd = beginsAsAuditd(bytes)
    if (isAuditd !== undefined) return { isAuditd, head }
  }
  return { isAuditd: false, head }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

async function* chained(
  head: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* head
    yield* rest
  } finally {
    await rest.return()
  }
}
