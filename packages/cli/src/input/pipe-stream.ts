/** The bytes of a pipe or socket by its descriptor, on every runtime. */
import { createReadStream } from 'node:fs'
import { Socket, type SocketConstructorOpts } from 'node:net'

const READ_BYTES = 64 << 10
/** Larger chunks would keep the writer of a pipe waiting, which holds 64 KiB. */
const CHUNK_BYTES = 128 << 10
/** A chunk is given when there is no room in its buffer for what a program writes at once. */
const LEAST_ROOM = 32 << 10
/** Milliseconds that a chunk waits for more. */
const PATIENCE = 2

/** What a pipe gives. */
export interface PipeStream extends AsyncIterable<Uint8Array> {
  /** Gives up reading; the descriptor stays open where the runtime lets it. */
  destroy(): void
}

/** Gives a buffer of {@link CHUNK_BYTES}; `held` are those whose data has not been taken. */
export type TakeBuffer = (held: readonly Uint8Array[]) => Uint8Array<ArrayBuffer>

/**
 * A stream of what a descriptor gives. A socket waits without a thread, so that a process can end while its pipe is silent; Bun
 * (1.4) never reads a descriptor that a socket was made of, and waits for files without a thread.
 */
export function pipeStream(descriptor: number, take: TakeBuffer = newBuffer): PipeStream {
  if ('Deno' in globalThis) return new Socket({ fd: descriptor, readable: true, writable: false })
  if (!('Bun' in globalThis)) return new SocketChunks(descriptor, take)
  return createReadStream('', { fd: descriptor, autoClose: false, highWaterMark: READ_BYTES })
}

export function newBuffer(): Uint8Array<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(CHUNK_BYTES)
}

/**
 * What a socket reads, gathered: a program such as zcat writes 32 KiB at once, and what is done for each chunk took longer than
 * to scan that.
 */
class SocketChunks implements PipeStream {
  readonly #socket: Socket
  readonly #take: TakeBuffer
  #buffer: Uint8Array<ArrayBuffer>
  /** How much of {@link #buffer} has been read, and how much of that was given before it was full. */
  #filled = 0
  #left = 0
  /** What has not been taken; reading stops while there is some. */
  #full: Uint8Array[] = []
  /** What was given last. */
  #given: Uint8Array | undefined
  #timer: NodeJS.Timeout | undefined
  #asker: (() => void) | undefined
  #isOver = false
  #failure: Error | undefined

  constructor(descriptor: number, take: TakeBuffer) {
    this.#take = take
    this.#buffer = take([])
    const options: SocketConstructorOpts & { readonly onread: unknown } = {
      fd: descriptor,
      readable: true,
      writable: false,
      onread: {
        buffer: (): Uint8Array => this.#buffer.subarray(this.#filled),
        callback: (size: number): boolean => this.#got(size),
      },
    }
    this.#socket = new Socket(options)
    this.#socket.on('end', () => this.#end())
    this.#socket.on('close', () => this.#end())
    this.#socket.on('error', (error) => {
      this.#failure = error
      this.#end()
    })
  }

  destroy(): void {
    this.#end()
    this.#socket.destroy()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const chunk = this.#full.shift()
      if (chunk !== undefined) {
        this.#given = chunk
        yield chunk
        this.#given = undefined
        if (this.#full.length === 0) this.#socket.resume()
      } else if (!this.#isOver) {
        await new Promise<void>((resolve) => {
          this.#asker = resolve
        })
      } else if (this.#failure !== undefined) throw this.#failure
      else return
    }
  }

  /** Returns whether reading goes on. */
  #got(size: number): boolean {
    this.#filled += size
    if (this.#buffer.length - this.#filled < LEAST_ROOM) {
      this.#giveFilled()
      // The socket asks for the next one after each call, and at no other time.
      this.#buffer = this.#take(this.#given === undefined ? this.#full : [this.#given, ...this.#full])
      this.#filled = 0
      this.#left = 0
    } else this.#timer ??= setTimeout(() => this.#giveFilled(), PATIENCE)
    return this.#full.length === 0
  }

  #giveFilled(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#filled === this.#left) return
    const chunk = this.#buffer.subarray(this.#left, this.#filled)
    // The socket reads on in the same buffer, and a reader takes note of where buffers come from.
    const isAlone = this.#left === 0 && this.#buffer.length - this.#filled < LEAST_ROOM
    this.#full.push(isAlone ? chunk : new Uint8Array(chunk))
    this.#left = this.#filled
    this.#tell()
  }

  #end(): void {
    if (!this.#isOver) this.#giveFilled()
    this.#isOver = true
    this.#tell()
  }

  #tell(): void {
    this.#asker?.()
    this.#asker = undefined
  }
}
