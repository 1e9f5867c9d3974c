/** The other thread: takes batches of events and sends back their output. */
import { machine } from 'node:os'
import { type MessagePort, workerData } from 'node:worker_threads'
import type { InterpretMemory } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { loadFormat } from '@ts-audit/format/formats'
import { createSession, withAccountFiles } from '../run/session.ts'
import { type EventBatch, eventsOf, originsOf, sharedBytes } from '../threads/event-batch.ts'
import { createFormat, type FormatChoice } from './create-format.ts'

/** Enough for the output of most batches. */
const OUTPUT_BYTES = 1 << 20

/** What a thread is started with. */
export interface ThreadSetup {
  readonly kind: 'format'
  readonly port: MessagePort
  readonly choice: FormatChoice
}

/** Work for a thread. */
export interface FormatTask {
  readonly batch: EventBatch
  /** What the format carries from the events before the batch. */
  readonly memory: InterpretMemory | undefined
  /** A buffer for the output that is free to be used again. */
  readonly spare: Uint8Array | undefined
}

/** What became of a task. */
export interface FormatResult {
  /** The output, in the first `length` bytes. */
  readonly output: Uint8Array
  readonly length: number
  /** Texts for stderr. */
  readonly notes: readonly string[]
  /** The batch, whose buffers are free again. */
  readonly batch: EventBatch
}

/** The first message of a thread: it can take work. */
export const READY = 'ready'

/** What a sink holds, in a shared buffer: one that has grown is not, and the next task will get one as large. */
function sharedOutput({ bytes, length }: ByteSink): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = sharedBytes(bytes.length)
  shared.set(bytes.subarray(0, length))
  return shared
}

/** Serves until the process ends; runs in a thread that was started with a {@link ThreadSetup}. */
export async function serveFormatThread(): Promise<void> {
  const { port, choice } = workerData as ThreadSetup
  const session = withAccountFiles(
    createSession({ variables: process.env, machine: machine() }),
    choice.options,
  )
  const sink = new ByteSink()
  const notes: string[] = []
  const format = createFormat(await loadFormat(choice.options.format), {
    ...choice,
    session,
    sink,
    headed: false,
    note: (text) => {
      notes.push(text)
    },
  })
  port.on('message', ({ batch, memory, spare }: FormatTask) => {
    sink.bytes = spare ?? sharedBytes(OUTPUT_BYTES)
    sink.length = 0
    notes.length = 0
    if (memory !== undefined) format.carried?.restore(memory)
    session.idsAhead.see(batch.bytes.subarray(0, batch.byteCount))
    const originOf = originsOf(batch)
    let index = 0
    for (const event of eventsOf(batch)) format.write(event, originOf(index++))
    format.flush()
    const result: FormatResult = { output: sharedOutput(sink), length: sink.length, notes, batch }
    port.postMessage(result)
  })
  port.postMessage(READY)
}
