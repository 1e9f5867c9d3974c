/** Where the bytes of records came from, by the buffers that they are in. */
import { NEWLINE } from './ascii.ts'
import type { OriginTable } from './audit-lines.ts'

/** What a buffer holds that records are views on. */
type BufferOrigin =
  | {
      readonly kind: 'plain'
      readonly input: number
      readonly offset: number
      readonly line: number
    }
  | { readonly kind: 'unwrapped'; readonly table: OriginTable }

/** A part of a buffer and what it holds. */
class Place {
  readonly from: number
  readonly to: number
  readonly origin: BufferOrigin
  /** The line feeds from its first byte to {@link #counted}: one place is asked about many times. */
  lines = 0
  #counted: number
  #bytes: Uint8Array | undefined

  constructor(from: number, to: number, origin: BufferOrigin) {
    this.from = from
    this.to = to
    this.origin = origin
    this.#counted = from
  }

  /** Makes {@link lines} those before a position. */
  count(buffer: ArrayBufferLike, position: number): void {
    this.#bytes ??= new Uint8Array(buffer, 0, this.to)
    const high = Math.max(position, this.#counted)
    let between = 0
    for (let at = Math.min(position, this.#counted); ; at++) {
      at = this.#bytes.indexOf(NEWLINE, at)
      if (at < 0 || at >= high) break
      between++
    }
    this.lines += position < this.#counted ? -between : between
    this.#counted = position
  }
}

/** Where bytes are that were pushed: several pieces may share a buffer, and a buffer may be used again. */
export class Places {
  readonly #buffers = new WeakMap<ArrayBufferLike, readonly Place[]>()
  /** The place asked about last, which is mostly the one that is asked about next; none once a place is added. */
  #last: Place | undefined
  #lastBuffer: ArrayBufferLike | undefined

  add({ buffer, byteOffset: from, length }: Uint8Array, origin: BufferOrigin): void {
    const to = from + length
    const others = this.#buffers.get(buffer)?.filter((place) => place.to <= from || place.from >= to)
    this.#buffers.set(buffer, [...(others ?? []), new Place(from, to, origin)])
    this.#last = undefined
    this.#lastBuffer = undefined
  }

  at(buffer: ArrayBufferLike, position: number): Place | undefined {
    const last = this.#last
    if (last !== undefined && buffer === this.#lastBuffer && position >= last.from && position < last.to)
      return last
    this.#last = this.#buffers.get(buffer)?.find(({ from, to }) => position >= from && position < to)
    this.#lastBuffer = buffer
    return this.#last
  }
}
