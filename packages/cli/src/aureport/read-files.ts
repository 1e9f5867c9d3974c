/** Feeds a report with its input, telling it where files begin and end. */
import { statSync } from 'node:fs'
import { Socket } from 'node:net'
import type { ReportRun } from '@ts-audit/aureport'
import type { LogReader } from '@ts-audit/log'
import {
  ChunkPool,
  compressionOf,
  firstFileIndex,
  LogReadError,
  readLogFile,
  rotatedLogs,
} from '@ts-audit/log/node'
import { fileNameText, systemErrorText } from '../output/system-text.ts'
import type { Input } from '../run-ausearch/input.ts'
import { InputError } from '../run-ausearch/read-input.ts'

/** How an input is read. */
export interface ReadFilesOptions {
  /** Called between chunks; reading goes on when it has settled. */
  readonly afterChunk: () => Promise<void> | undefined
  /** Seconds from which on records are wanted; decides which rotated file comes first. */
  readonly start: number | undefined
  /** Told the size of the whole input in bytes, undefined for a pipe, before the first is read. */
  readonly announce: (bytes: number | undefined) => void
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
}

/** The name of a pipe in the report about log times. */
const STDIN = 'stdin'

/**
 * Reads the whole input, events in flight at its end included.
 *
 * @throws {InputError} when a file cannot be opened (spec 05 §3.1)
 */
export async function readFiles(
  input: Input,
  reader: LogReader,
  run: ReportRun,
  options: ReadFilesOptions,
): Promise<void> {
  if (input.kind === 'stdin') {
    options.announce(undefined)
    run.startFile?.(STDIN)
    await readPipe(input.descriptor, reader, options)
    reader.end()
    run.endFile?.()
    return
  }
  const files = input.kind === 'file' ? [input.path] : filesOf(input, options)
  options.announce(sizeOf(files))
  const pool = new ChunkPool()
  for (const [index, path] of files.entries()) {
    run.startFile?.(fileNameText(path))
    await readFile(path, reader, pool, options)
    // Events in flight go on into the next file.
    if (index < files.length - 1) reader.endFile()
    else reader.end()
    run.endFile?.()
  }
}

/** Unlike ausearch, aureport waits for the end of the pipe however long it is silent. */
async function readPipe(descriptor: number, reader: LogReader, options: ReadFilesOptions): Promise<void> {
  const stream = new Socket({ fd: descriptor, readable: true, writable: false })
  for await (const chunk of stream) {
    reader.push(chunk)
    await options.afterChunk()
  }
}

/** The files of a set in the order of reading: oldest first. */
function filesOf(input: Input & { kind: 'set' }, { start }: ReadFilesOptions): string[] {
  const files = input.files ?? rotatedLogs(input.base)
  if (files.length === 0) return [input.base]
  return files.slice(0, firstFileIndex(files, start) + 1).reverse()
}

async function readFile(
  path: string,
  reader: LogReader,
  pool: ChunkPool,
  { afterChunk, note }: ReadFilesOptions,
): Promise<void> {
  refuseCompressed(path)
  try {
    await readLogFile(path, reader, pool, { afterChunk })
  } catch (error) {
    if (!(error instanceof LogReadError)) throw error
    const reason = systemErrorText(error.code)
    if (error.syscall === 'open') throw new InputError(`Error opening ${fileNameText(path)} (${reason})\n`)
    // The reference ends the file without a word; what was read so far counts.
    note(`Error reading ${fileNameText(path)} (${reason})\n`)
  }
}

/** A file that is missing counts nothing; it is complained about when its turn comes. */
function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** A compressed file has no records, and an empty report of it would mislead. */
function refuseCompressed(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return
  const compression = compressionOf(path)
  if (compression === undefined) return
  throw new InputError(
    `${fileNameText(path)} is compressed (${compression}): decompress it into a pipe and report on that\n`,
  )
}
