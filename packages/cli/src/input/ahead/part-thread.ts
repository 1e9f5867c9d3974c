/** The other thread: reads parts of a log from its end, until it meets the one that reads from its beginning. */
import { type MessagePort, workerData } from 'node:worker_threads'
import type { LogPart } from './log-parts.ts'
import { type PartResult, type PartSettings, PartsReader } from './read-part.ts'
import { takePart } from './take-part.ts'

/** What the thread is started with. */
export interface PartThreadSetup {
  readonly kind: 'parts'
  readonly port: MessagePort
  readonly parts: readonly LogPart[]
  readonly settings: PartSettings
  /** Of each part whether a thread has taken it, 0 or 1; shared. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

/** What became of a part. */
export interface PartMessage {
  readonly index: number
  readonly result: PartResult | undefined
}

/** So many bytes of events may wait for the other thread; what then remains is left to it. */
const MOST_WAITING = 32 << 20

/** Reads what it can take; runs in a thread that was started with a {@link PartThreadSetup}. */
export function readParts(): void {
  const { port, parts, settings, taken } = workerData as PartThreadSetup
  const reader = new PartsReader(parts, settings)
  let waiting = 0
  for (let index = parts.length - 1; index > 0 && waiting < MOST_WAITING && takePart(taken, index); index--) {
    const result = reader.read(index)
    for (const { byteCount } of result?.batches ?? []) waiting += byteCount
    const message: PartMessage = { index, result }
    port.postMessage(message)
  }
  port.close()
}
