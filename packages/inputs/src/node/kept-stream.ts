/** A stream that can be read once, of which so much is kept that it can be begun anew. */
import { beginningOf, type Chunks } from '../compression/decompress.ts'
import { type InputSource, iteratorOf } from '../input-source.ts'
import type { CompressedSource } from './native-decoding.ts'

/** Logs of half a gigabyte come in so many bytes of gzip. Of a longer stream nothing is kept. */
const MOST_KEPT: number = 64 << 20

export class KeptStream implements CompressedSource {
  readonly #iterator: ReturnType<typeof iteratorOf>
  /** What has been read; undefined when that was too much. */
  #kept: Uint8Array[] | undefined = []
  /** How much of it, at most, before it is given up. */
  readonly #mostKept: number
  /** Whether what is kept is given for the last time. */
  #isLeaving = false
  #reading: Promise<Uint8Array | undefined> | undefined
  #isOver = false
  #bytesRead = 0
  /** Who writes to it may be silent for ever. */
  readonly endsSoon = false

  constructor(source: InputSource, mostKept: number = MOST_KEPT) {
    this.#iterator = iteratorOf(source)
    this.#mostKept = mostKept
  }

  get bytesRead(): number {
    return this.#bytesRead
  }

  /** The first bytes, which tell how the data is compressed; all that follows gives them, too. */
  beginning(): Promise<Uint8Array> {
    return beginningOf({
      next: async () => {
        const value = await this.#read()
        return value === undefined ? { done: true, value } : { done: false, value }
      },
    })
  }

  async *chunks(onChunk: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array, void, void> {
    for (const chunk of [...(this.#kept ?? [])]) {
      onChunk(chunk)
      yield chunk
    }
    for (;;) {
      const chunk = await this.#read()
      if (chunk === undefined) return
      onChunk(chunk)
      yield chunk
    }
  }

  again(): Chunks | undefined {
    if (this.#kept === undefined) return undefined
    this.#isLeaving = true
    const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
      if (this.#kept?.length === 0 && !this.#isOver) await this.#read()
      const value = this.#kept?.shift()
      return value === undefined ? { done: true, value } : { done: false, value }
    }
    const close = (): Promise<void> => this.close()
    return {
      next,
      close,
      return: async () => {
        await close()
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  /** Nobody takes more. A read that is under way is not waited for: it may last for ever. */
  async close(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    const closed = this.#iterator.return?.()
    if (this.#reading === undefined) await closed
    // Its failure tells nothing that anybody wants to know.
    else if (closed instanceof Promise) closed.catch(() => {})
  }

  /** The next chunk; the same for all who ask before it has come. */
  #read(): Promise<Uint8Array | undefined> {
    this.#reading ??= this.#readNext().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #readNext(): Promise<Uint8Array | undefined> {
    if (this.#isOver) return undefined
    const { done, value } = await this.#iterator.next()
    if (done === true) {
      this.#isOver = true
      return undefined
    }
    this.#bytesRead += value.length
    if (this.#kept === undefined) return new Uint8Array(value)
    // Who gives a chunk may write over it once the next one is asked for.
    const chunk = this.#isLeaving ? value : new Uint8Array(value)
    this.#kept.push(chunk)
    if (!this.#isLeaving && this.#bytesRead > this.#mostKept) this.#kept = undefined
    return chunk
  }
}
