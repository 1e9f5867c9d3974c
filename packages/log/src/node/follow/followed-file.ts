/** One file of a log that is followed: which file it is, whatever it is called, and how far it has been read. */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Most bytes read at once. */
const CHUNK_BYTES = 64 << 10
/** So many of the first bytes tell one log from another: stamp and serial number of its first record are among them. */
const HEAD_BYTES = 512
/** So many of the bytes read last are compared before more is read. */
const TAIL_BYTES = 512
const NEWLINE = 0x0a

/** Some bytes of a file, to know it again. */
export interface Fingerprint {
  readonly length: number
  /** SHA-256 in hexadecimal digits, cut to 128 bits. */
  readonly hash: string
}

/** What reading came to: lines, nothing yet, or the file does not hold any more what was read of it. */
export type FileRead =
  | {
      readonly kind: 'lines'
      readonly bytes: Uint8Array
      readonly offset: number
      readonly before: Uint8Array
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'replaced' }

const END: FileRead = { kind: 'end' }
const REPLACED: FileRead = { kind: 'replaced' }

/** The buffer that all files are read into: lines are copied out of it. */
const scratch = Buffer.allocUnsafeSlow(TAIL_BYTES + CHUNK_BYTES)

/** The fingerprint of some bytes. */
export function fingerprint(bytes: Uint8Array): Fingerprint {
  return { length: bytes.length, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 32) }
}

/** A file that stays open, so that its inode cannot become another file's. */
export class FollowedFile {
  readonly path: string
  readonly device: bigint
  readonly inode: bigint
  /** The first byte that has not been given. */
  offset = 0
  readonly #descriptor: number
  /** The last bytes before {@link offset}. */
  #tail: Uint8Array = new Uint8Array()
  /** The first bytes, as they were read: the file may be emptied. */
  #beginning: Uint8Array = new Uint8Array()
  #head: Fingerprint | undefined

  private constructor(path: string, descriptor: number) {
    const { dev, ino } = fstatSync(descriptor, { bigint: true })
    this.path = path
    this.device = dev
    this.inode = ino
    this.#descriptor = descriptor
  }

  /**
   * Opens a file, to be read from its beginning. Undefined when it is not there.
   *
   * @throws when it is there and cannot be opened
   */
  static open(path: string): FollowedFile | undefined {
    try {
      return new FollowedFile(path, openSync(path, 'r'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Its size in bytes now. */
  get size(): number {
    return fstatSync(this.#descriptor).size
  }

  /** Whether no name leads to it any more. */
  get isDeleted(): boolean {
    return fstatSync(this.#descriptor).nlink === 0
  }

  /** Goes on from a position, which should be the beginning of a line. */
  moveTo(offset: number): void {
    this.offset = offset
    this.#tail = this.#bytes(Math.max(0, offset - TAIL_BYTES), Math.min(offset, TAIL_BYTES))
    this.#beginning = this.#bytes(0, Math.min(offset, HEAD_BYTES))
    this.#head = undefined
  }

  /** Goes on with what is written from now on: after the last whole line. */
  moveToEnd(): void {
    const { size } = this
    let offset = size
    for (let end = size; end > 0; end -= CHUNK_BYTES) {
      const start = Math.max(0, end - CHUNK_BYTES)
      const newline = this.#bytes(start, end - start).lastIndexOf(NEWLINE)
      offset = newline < 0 ? start : start + newline + 1
      if (newline >= 0) break
    }
    this.moveTo(offset)
  }

  /** The next whole lines. */
  read(): FileRead {
    const tail = this.#tail
    const size = readSync(this.#descriptor, scratch, 0, tail.length + CHUNK_BYTES, this.offset - tail.length)
    if (size < tail.length || scratch.compare(tail, 0, tail.length, 0, tail.length) !== 0) return REPLACED
    const fresh = scratch.subarray(tail.length, size)
    let length = fresh.lastIndexOf(NEWLINE) + 1
    // A line that does not fit is cut by the scanner anyway.
    if (length === 0 && fresh.length === CHUNK_BYTES) ({ length } = fresh)
    return length === 0 ? END : this.#take(fresh.subarray(0, length))
  }

  /** What follows the last newline, of a file that is not written to any more. */
  rest(): FileRead {
    const bytes = this.#bytes(this.offset, CHUNK_BYTES)
    return bytes.length === 0 ? END : this.#take(bytes)
  }

  /** Whether something follows the last whole line. */
  get hasRest(): boolean {
    return this.size > this.offset
  }

  /** Whether another file begins with what was read of this one, or is a part of it: `copytruncate` makes such copies. */
  wasCopiedTo(other: FollowedFile): boolean {
    const { length, hash } = this.head
    if (length === 0 || other.headOf(length).hash !== hash) return false
    if (other.size < this.offset) return true
    const tail = this.#tail
    return Buffer.compare(other.#bytes(this.offset - tail.length, tail.length), tail) === 0
  }

  /** The last whole line that was read, newline included. */
  get lastLine(): Uint8Array {
    const tail = this.#tail
    const end = tail.length - 1
    const start = end < 1 ? 0 : tail.lastIndexOf(NEWLINE, end - 1) + 1
    return tail.subarray(start)
  }

  /** The last bytes that were read. */
  get lastLines(): Uint8Array {
    return this.#tail
  }

  /** The first bytes. */
  beginning(length: number): Uint8Array {
    return this.#bytes(0, length)
  }

  /** The first bytes, up to the first newline or {@link TAIL_BYTES}. */
  get firstLine(): Uint8Array {
    const bytes = this.#bytes(0, TAIL_BYTES)
    const newline = bytes.indexOf(NEWLINE)
    return newline < 0 ? bytes : bytes.subarray(0, newline)
  }

  /** Where some bytes end, by their last occurrence; undefined when they do not occur. */
  endOf(wanted: Uint8Array): number | undefined {
    if (wanted.length === 0) return undefined
    let end: number | undefined
    for (let start = 0; start < this.size; start += CHUNK_BYTES) {
      const bytes = this.#bytes(start, CHUNK_BYTES + wanted.length - 1)
      const found = bytes.lastIndexOf(wanted)
      if (found >= 0) end = start + found + wanted.length
    }
    return end
  }

  /** The fingerprint of its beginning, as far as it was read. */
  get head(): Fingerprint {
    this.#head ??= fingerprint(this.#beginning)
    return this.#head
  }

  headOf(length: number): Fingerprint {
    return fingerprint(this.#bytes(0, length))
  }

  /** The fingerprint of the bytes before a position. */
  tailAt(offset: number, length: number): Fingerprint {
    return fingerprint(this.#bytes(offset - length, length))
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #take(bytes: Buffer): FileRead {
    const copy = Buffer.allocUnsafeSlow(bytes.length)
    bytes.copy(copy)
    const { offset } = this
    const before = this.#tail
    this.offset += copy.length
    if (this.#beginning.length < HEAD_BYTES) {
      this.#beginning = Buffer.concat([this.#beginning, copy.subarray(0, HEAD_BYTES)]).subarray(0, HEAD_BYTES)
      this.#head = undefined
    }
    if (copy.length >= TAIL_BYTES) this.#tail = Buffer.from(copy.subarray(-TAIL_BYTES))
    else this.#tail = Buffer.concat([before, copy]).subarray(-TAIL_BYTES)
    return { kind: 'lines', bytes: copy, offset, before }
  }

  #bytes(start: number, length: number): Buffer {
    const buffer = Buffer.alloc(length)
    return buffer.subarray(0, readSync(this.#descriptor, buffer, 0, length, start))
  }
}
