/** A log in parts that can be read apart from each other. */
import { readSync } from 'node:fs'

/** A run of whole lines in one file. */
export interface LogPart {
  /** The index of the file among all files of the log. */
  readonly file: number
  readonly descriptor: number
  readonly from: number
  /** Infinite for what reaches to the end of the file, wherever that is when it is read. */
  readonly to: number
  /** As far as the file reached when it was opened. */
  readonly length: number
}

/** A file that is read as it is. */
export interface PartedFile {
  readonly descriptor: number
  /** In bytes. */
  readonly size: number
}

/** A log is read in about so many parts. */
const PARTS = 32
/** Bytes of a part: to begin one takes as long as to read some hundred kilobytes, and one thread may wait for another to end one. */
const SMALLEST_PART = 4 << 20
const LARGEST_PART = 32 << 20
/** More than the longest line (spec 01 §2.6). */
const LOOK_BYTES = 16 << 10
const NEWLINE = 0x0a

/** The parts of all files, in order; each begins at the beginning of a line. */
export function partsOf(files: readonly PartedFile[]): readonly LogPart[] {
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const bytes = Math.min(Math.max(Math.ceil(total / PARTS), SMALLEST_PART), LARGEST_PART)
  const look = Buffer.allocUnsafe(LOOK_BYTES)
  return files.flatMap(({ descriptor, size }, file) => {
    const places = [0]
    for (let place = bytes; place < size - bytes / 2; place += bytes) {
      const length = readSync(descriptor, look, 0, LOOK_BYTES, place)
      const newline = look.subarray(0, length).indexOf(NEWLINE)
      if (newline >= 0) places.push(place + newline + 1)
    }
    return places.map((from, index) => ({
      file,
      descriptor,
      from,
      to: places[index + 1] ?? Number.POSITIVE_INFINITY,
      length: (places[index + 1] ?? size) - from,
    }))
  })
}
