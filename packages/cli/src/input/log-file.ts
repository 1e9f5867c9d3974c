/** One file of a log: how it is read, and what is said when it cannot be (spec 01 §2.3). */
import { type Stats, statSync } from 'node:fs'
import { fileCompression } from '@ts-audit/inputs/node'
import type { ChunkReader } from '@ts-audit/log'
import { type ChunkPool, LogReadError, readLogFile } from '@ts-audit/log/node'
import { fileNameText, systemErrorText } from '../output/system-text.ts'
import { InputError } from './input-error.ts'

/** How a log file is read. */
export interface ReadLogOptions {
  /** Called between chunks; reading goes on when it has settled. */
  readonly afterChunk: () => Promise<void> | undefined
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
  /** What is to be done with the log, as the advice about a compressed one names it. */
  readonly purpose: 'search that' | 'report on that'
}

/** What became of a file: the sink has said stop, or reading has failed in its middle, which has been said. */
export type ReadOutcome = 'whole' | 'stopped' | 'damaged'

/**
 * Pushes one file through a reader. An error in its middle is noted and ends it; what was read before counts.
 *
 * @throws {InputError} when the file cannot be opened or is compressed: "no matches" of it would mislead
 */
export async function readLog(
  path: string,
  reader: ChunkReader,
  pool: ChunkPool,
  { afterChunk, note, purpose }: ReadLogOptions,
): Promise<ReadOutcome> {
  const compression = statsOf(path)?.isFile() === true ? fileCompression(path) : undefined
  if (compression !== undefined) {
    throw new InputError(
      `${fileNameText(path)} is compressed (${compression.name}): decompress it into a pipe and ${purpose}\n`,
    )
  }
  try {
    return (await readLogFile(path, reader, pool, { afterChunk })) ? 'whole' : 'stopped'
  } catch (error) {
    if (!(error instanceof LogReadError)) throw error
    const reason = systemErrorText(error.code)
    if (error.syscall === 'open') throw new InputError(`Error opening ${fileNameText(path)} (${reason})\n`)
    // The reference ends the file without a word.
    note(`Error reading ${fileNameText(path)} (${reason})\n`)
    return 'damaged'
  }
}

/**
 * The bytes of all files; undefined when one of them has no size, such as a device. A file that cannot be looked at counts
 * nothing: it is complained about when its turn comes.
 */
export function sizeOfFiles(files: readonly string[]): number | undefined {
  let bytes = 0
  for (const file of files) {
    const stats = statsOf(file)
    if (stats !== undefined && !stats.isFile()) return undefined
    bytes += stats?.size ?? 0
  }
  return bytes
}

/** Undefined for a file that is missing or may not be looked at. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
