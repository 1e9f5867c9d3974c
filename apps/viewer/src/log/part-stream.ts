/**
 * Parts of a file, of which one after the other comes from one stream: each that is asked for by itself costs a browser more than
 * twice the time.
 */
import { type FillingReader, fill, fillingReader } from './fill.ts'
import type { ReadableFile } from './log-file.ts'

/** So many bytes that nobody wants are read over: another stream costs more. */
const MOST_GAP = 1 << 20

/** What is being read, up to the byte `until`, which is not in it. */
interface OpenStream {
  readonly reader: FillingReader
  readonly until: number
}

/** A file that is read from one place on, or here and there. */
export class PartStream {
  readonly #file: ReadableFile
  /** Stands at {@link #at}. */
  #stream: OpenStream | undefined
  /** Where the last part ended. */
  #at = Number.NEGATIVE_INFINITY
  #last: Promise<unknown> = Promise.resolve()
  /** Parts that have been asked for and have not come. */
  #wanted = 0

  constructor(file: ReadableFile) {
    this.#file = file
  }

  /**
   * The bytes from `start` to `end`, after those that were asked for before.
   *
   * @param buffer gives one that has room for them and for {@link MOST_GAP}; its memory is that of the answer
   * @throws whatever the browser says of a file that cannot be read any more
   */
  read(start: number, end: number, buffer: () => ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    this.#wanted++
    const part = this.#last.then(() => this.#read(start, end, buffer()))
    this.#last = part.catch(() => this.#end()).then(() => this.#wanted--)
    return part
  }

  async #read(start: number, end: number, buffer: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    const gap = start - this.#at
    const isNext = gap >= 0 && gap <= MOST_GAP
    if (!isNext) this.#end()
    const isOpen = this.#stream !== undefined
    // Whoever wants a second part after a first one will want the rest.
    this.#stream ??= await this.#open(start, isNext || this.#wanted > 1 ? this.#file.size : end)
    const { reader, until } = this.#stream
    const room = isOpen && gap > 0 ? (await fill(reader, gap, buffer)).buffer : buffer
    const bytes = await fill(reader, end - start, room)
    this.#at = end
    if (end === until) this.#end()
    return bytes
  }

  async #open(start: number, until: number): Promise<OpenStream> {
    return { reader: fillingReader(await this.#file.slice(start, until).stream()), until }
  }

  /** The next part begins another stream. */
  #end(): void {
    // Nothing waits for it, and a stream that has failed only says so again.
    this.#stream?.reader.cancel().catch(() => {})
    this.#stream = undefined
  }
}
