/** Writes lines to a file or standard output without ever waiting for them: what does not fit is counted and said. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, write } from 'node:fs'
import path from 'node:path'

/** More than this does not wait to be written. */
const MOST_BYTES = 8 << 20
/** Milliseconds until a write is tried again that failed: the disk is full, or the pipe. */
const RETRY = 1000
const STDOUT = 1

/** Where lines go. */
export interface LineTarget {
  /** A path, or `-` for standard output. */
  readonly path: string
  /** A file that has become larger is renamed, and another one begun; undefined for never. */
  readonly mostBytes?: number | undefined
  /** So many renamed files are kept: `FILE.1` is the latest. */
  readonly kept: number
}

/** One stream of lines. */
export class LineWriter {
  readonly #target: LineTarget
  readonly #onError: (code: string) => void
  #descriptor: number | undefined
  #size = 0
  #queue: Buffer[] = []
  #queued = 0
  #isWriting = false
  #failure: string | undefined
  #idle: (() => void) | undefined
  /** Lines that were not written, and have not been told. */
  #dropped = 0

  /** @param onError told once about each kind of failure */
  constructor(target: LineTarget, onError: (code: string) => void) {
    this.#target = target
    this.#onError = onError
    this.#open()
  }

  /** Adds a line, given as a plain object. */
  add(value: object): void {
    if (this.#queued > MOST_BYTES) {
      this.#dropped++
      return
    }
    if (this.#dropped > 0) {
      const lines = this.#dropped
      this.#dropped = 0
      this.#push({
        event: 'dropped',
        lines,
        time: Date.now(),
        reason: this.#failure ?? 'output was too slow',
      })
    }
    this.#push(value)
  }

  /** The file may have been renamed by somebody else. */
  reopen(): void {
    if (this.#target.path === '-') return
    this.#close()
    this.#open()
    this.#start()
  }

  /** Waits until all is written, but not for ever. */
  async end(milliseconds: number): Promise<void> {
    if (this.#dropped > 0) this.add({ event: 'stop' })
    if (this.#queue.length > 0 || this.#isWriting) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.#idle = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#close()
  }

  #push(value: object): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`)
    this.#queue.push(line)
    this.#queued += line.length
    this.#start()
  }

  #open(): void {
    const { path: file } = this.#target
    if (file === '-') {
      this.#descriptor = STDOUT
      return
    }
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 })
      this.#descriptor = openSync(file, 'a', 0o640)
      this.#size = fstatSync(this.#descriptor).size
    } catch (error) {
      this.#fail(error)
    }
  }

  #close(): void {
    if (this.#descriptor !== undefined && this.#descriptor !== STDOUT && !this.#isWriting)
      closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #start(): void {
    if (!this.#isWriting && this.#queue.length > 0) this.#writeAll()
  }

  /** One write at a time, of all that has gathered. */
  #writeAll(): void {
    this.#rotate()
    if (this.#descriptor === undefined) {
      this.#later()
      return
    }
    this.#isWriting = true
    const descriptor = this.#descriptor
    const bytes = Buffer.concat(this.#queue)
    this.#queue = []
    write(descriptor, bytes, 0, bytes.length, null, (error, written) => {
      this.#isWriting = false
      if (this.#descriptor !== descriptor && descriptor !== STDOUT) closeSync(descriptor)
      const done = error === null ? written : 0
      this.#queued -= done
      this.#size += done
      if (done < bytes.length) this.#queue.unshift(bytes.subarray(done))
      if (error !== null) {
        this.#fail(error)
        this.#later()
        return
      }
      this.#failure = undefined
      if (this.#queue.length > 0) this.#writeAll()
      else this.#idle?.()
    })
  }

  #later(): void {
    this.#isWriting = true
    setTimeout(() => {
      this.#isWriting = false
      if (this.#descriptor === undefined) this.#open()
      this.#start()
    }, RETRY).unref()
  }

  #rotate(): void {
    const { path: file, mostBytes, kept } = this.#target
    if (file === '-' || mostBytes === undefined || this.#size < mostBytes) return
    this.#close()
    for (let age = kept - 1; age >= 0; age--) {
      try {
        renameSync(age === 0 ? file : `${file}.${age}`, `${file}.${age + 1}`)
      } catch {
        // That one is not there yet.
      }
    }
    this.#size = 0
    this.#open()
  }

  #fail(error: unknown): void {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    if (code !== this.#failure) this.#onError(code)
    this.#failure = code
  }
}
