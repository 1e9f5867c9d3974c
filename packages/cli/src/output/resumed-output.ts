/** Output that goes on in a file: what a run that was killed had written after it noted its position is not written again. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { OutputPlace } from '@ts-audit/log/node'
import type { OutputTransform } from './terminal-output.ts'

/** More than this is not written between two positions. */
const MOST_BYTES = 64 << 20
const NOTHING = new Uint8Array()

/** Output into a regular file. */
export class ResumedOutput {
  readonly #descriptor: number
  /** What the file holds beyond the place, and was not given again. */
  #left: Uint8Array

  /** @param place where the run before was when it noted its position */
  constructor(descriptor: number, place: OutputPlace | undefined) {
    this.#descriptor = descriptor
    this.#left = place === undefined ? NOTHING : bytesBeyond(place, descriptor)
  }

  /** Where the file will end when so many more bytes are written; undefined for what is no regular file. */
  placeAfter(pending: number): OutputPlace | undefined {
    const stats = fstatSync(this.#descriptor, { bigint: true })
    if (!stats.isFile()) return undefined
    const size = Number(stats.size) - this.#left.length + pending
    return { device: String(stats.dev), inode: String(stats.ino), size }
  }

  /** Leaves out of the output what the file holds already: the same events give the same bytes. From a difference on all is written. */
  transform(next: OutputTransform | undefined): OutputTransform | undefined {
    if (this.#left.length === 0) return next
    return (given) => {
      const bytes = next?.(given) ?? given
      const left = this.#left
      let same = 0
      while (same < bytes.length && same < left.length && bytes[same] === left[same]) same++
      this.#left = same === bytes.length ? left.subarray(same) : NOTHING
      return bytes.subarray(same)
    }
  }
}

function bytesBeyond({ device, inode, size }: OutputPlace, descriptor: number): Uint8Array {
  const stats = fstatSync(descriptor, { bigint: true })
  const length = Number(stats.size) - size
  if (String(stats.dev) !== device || String(stats.ino) !== inode || length <= 0 || length > MOST_BYTES)
    return NOTHING
  try {
    // It is open for writing only.
    const file = openSync(`/proc/self/fd/${descriptor}`, 'r')
    try {
      const bytes = new Uint8Array(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, size))
    } finally {
      closeSync(file)
    }
  } catch {
    return NOTHING
  }
}
