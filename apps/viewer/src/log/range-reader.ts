/** Parts of files, read by a thread of their own. */
import { BUFFER_BYTES } from './fill.ts'
import type { LogFile } from './log-file.ts'
import type { RangeReply, RangeRequest } from './range-thread.ts'
import RangeThread from './range-thread.ts?worker&inline'

interface Waiting {
  readonly keep: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly fail: (error: Error) => void
}

/** A thread that waits for its reader. */
let prepared: Worker | undefined

/** Starts the thread of the next reader, which takes its time. */
export function prepareThread(): void {
  prepared ??= new RangeThread()
}

function takeThread(): Worker {
  const thread = prepared ?? new RangeThread()
  prepared = undefined
  return thread
}

/** Reads parts of files that are known by numbers. */
export class RangeReader {
  readonly #thread = takeThread()
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor() {
    this.#thread.addEventListener('message', ({ data }: MessageEvent<RangeReply>) => {
      const { keep, fail } = this.#waiting.get(data.id) ?? {}
      this.#waiting.delete(data.id)
      if ('bytes' in data) keep?.(data.bytes)
      else fail?.(new Error(data.failure))
    })
    this.#thread.addEventListener('error', ({ message }) => {
      for (const { fail } of this.#waiting.values()) fail(new Error(message))
      this.#waiting.clear()
    })
  }

  /** Tells what a number stands for. */
  add(source: number, file: LogFile): void {
    this.#tell({ kind: 'file', source, file })
  }

  /** @throws whatever the browser says of a file that cannot be read any more */
  read(source: number, start: number, end: number, isUrgent: boolean): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((keep, fail) => {
      const id = ++this.#last
      this.#waiting.set(id, { keep, fail })
      this.#tell({ kind: 'part', id, source, start, end, isUrgent })
    })
  }

  /** The bytes are not used any more: their memory is for the next ones. */
  giveBack({ buffer }: Uint8Array<ArrayBuffer>): void {
    if (buffer.byteLength !== BUFFER_BYTES) return
    this.#thread.postMessage({ kind: 'buffer', buffer } satisfies RangeRequest, [buffer])
  }

  /** Its files are read no more. */
  close(): void {
    this.#thread.terminate()
    for (const { fail } of this.#waiting.values()) fail(new Error('other files were opened'))
    this.#waiting.clear()
  }

  #tell(request: RangeRequest): void {
    this.#thread.postMessage(request)
  }
}
