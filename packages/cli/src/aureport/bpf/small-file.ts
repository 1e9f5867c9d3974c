/** Reads and writes the files that options of the BPF views name: whole, and of a size that fits in memory. */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import { fileName, systemErrorText } from '../../output/system-text.ts'
import { RunError } from '../../run/run-error.ts'

/** Larger files are refused: a kernel with 100,000 programs gives a snapshot of 40 MB. */
export const FILE_LIMIT = 64 << 20
const PIECE = 1 << 16

/**
 * The bytes of a file as latin1.
 *
 * @param path latin1
 * @throws {RunError} when it cannot be read, or is larger than {@link FILE_LIMIT}
 */
export function readSmallFile(path: string): string {
  const pieces: Buffer[] = []
  let size = 0
  try {
    const descriptor = openSync(fileName(path), 'r')
    try {
      for (;;) {
        const piece = Buffer.allocUnsafe(PIECE)
        const count = readSync(descriptor, piece, 0, PIECE, null)
        if (count === 0) break
        size += count
        if (size > FILE_LIMIT) throw new RunError(`${path} is larger than ${FILE_LIMIT >> 20} MB\n`, 1)
        pieces.push(piece.subarray(0, count))
      }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw error instanceof RunError ? error : fileError('reading', path, error)
  }
  return Buffer.concat(pieces).toString('latin1')
}

/**
 * Writes a file, replacing one that is there.
 *
 * @param path latin1
 * @param text latin1
 * @throws {RunError} when it cannot be written
 */
export function writeSmallFile(path: string, text: string): void {
  try {
    writeFileSync(fileName(path), Buffer.from(text, 'latin1'))
  } catch (error) {
    throw fileError('writing', path, error)
  }
}

function fileError(doing: string, path: string, error: unknown): RunError {
  const { code = 'EIO' } = error as NodeJS.ErrnoException
  return new RunError(`Error ${doing} ${path} (${systemErrorText(code)})\n`, 1)
}
