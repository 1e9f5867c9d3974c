/** Recognises compressed files, so that one is never mistaken for a log without matches. */
import { closeSync, openSync, readSync } from 'node:fs'
import { type Compression, compressionOf, MAGIC_BYTES } from '../compression/compressions.ts'

/** The compression a regular file uses, or undefined; also for a file that cannot be read. */
export function fileCompression(path: string): Compression | undefined {
  try {
    const file = openSync(path, 'r')
    try {
      return descriptorCompression(file)
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}

/** As {@link fileCompression}, of a file that is open; where it is read from next stays. */
export function descriptorCompression(file: number): Compression | undefined {
  const beginning = new Uint8Array(MAGIC_BYTES)
  readSync(file, beginning, 0, MAGIC_BYTES, 0)
  return compressionOf(beginning)
}
