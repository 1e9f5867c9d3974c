/** Read buffers, used again once no event in flight refers to them: fresh pages cost more than the scan of them. */
import type { LogReader } from '../log-reader.ts'

const CHUNK_BYTES = 1 << 20
/** With more events in flight than this, looking through them costs more than a fresh buffer. */
const MAX_EVENTS_SEARCHED = 4096

export class ChunkPool {
  readonly #chunkBytes: number
  readonly #free: Buffer<ArrayBuffer>[] = []
  #used: Buffer<ArrayBuffer>[] = []

  /** @param chunkBytes size of each buffer in bytes */
  constructor(chunkBytes: number = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes
  }

  take(): Buffer<ArrayBuffer> {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#chunkBytes)
  }

  /** Takes back a buffer that has been pushed; it is handed out again when the reader no longer refers to it. */
  giveBack(buffer: Buffer<ArrayBuffer>, reader: LogReader): void {
    this.#used.push(buffer)
    if (reader.eventsInFlight > MAX_EVENTS_SEARCHED) {
      this.#used = []
      return
    }
    const inFlight = new Set<ArrayBufferLike>()
    for (const bytes of reader.buffersInFlight()) inFlight.add(bytes.buffer)
    this.#used = this.#used.filter((used) => {
      if (inFlight.has(used.buffer)) return true
      this.#free.push(used)
      return false
    })
  }
}
