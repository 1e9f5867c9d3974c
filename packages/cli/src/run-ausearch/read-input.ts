/** Feeds the chosen input through a reader: one file, a log with its rotated files, or standard input. */
import { statSync } from 'node:fs'
import { Socket } from 'node:net'
import type { LogReader } from '@ts-audit/log'
import {
  ChunkPool,
  compressionOf,
  firstFileIndex,
  LogReadError,
  readLogFile,
  readLogPipe,
  rotatedLogs,
} from '@ts-audit/log/node'
import { fileNameText, systemErrorText } from '../output/system-text.ts'
import type { Input } from './input.ts'
import { RunError } from './run-error.ts'

/** How an input is read. */
export interface ReadInputOptions {
  /** Called between chunks; reading goes on when it has settled. */
  readonly afterChunk: () => Promise<void> | undefined
  /** With a checkpoint in force, only complete events are delivered at the end. */
  readonly keepIncomplete: boolean
  /** Seconds from which on records are wanted; decides which rotated file comes first. */
  readonly start: number | undefined
  /** Told the size of the whole input in bytes, undefined for a pipe, before the first is read. */
  readonly announce?: ((bytes: number | undefined) => void) | undefined
  /** A note for stderr, newline included. */
  readonly note: (text: string) => void
}

/** The input cannot be read. */
export class InputError extends RunError {
  override readonly name = 'InputError'

  constructor(text: string) {
    super(text, 1)
  }
}

/** What reading came to. */
export interface ReadResult {
  /** The sink has said stop before the input's end. */
  readonly stopped: boolean
  /** The last log file that was read; undefined for stdin. */
  readonly lastFile: string | undefined
}

/**
 * Reads the whole input, events in flight at its end included.
 *
 * @throws {InputError} when a file cannot be opened (spec 01 §2.3, §2.4)
 */
export async function readInput(
  input: Input,
  reader: LogReader,
  options: ReadInputOptions,
): Promise<ReadResult> {
  const result =
    input.kind === 'stdin'
      ? await readStdin(reader, options, input.descriptor)
      : await readFiles(input.kind === 'file' ? [input.path] : filesOf(input, options), reader, options)
  if (!result.stopped) {
    if (options.keepIncomplete) reader.endAtCheckpoint()
    else reader.end()
  }
  return result
}

async function readStdin(
  reader: LogReader,
  options: ReadInputOptions,
  descriptor: number,
): Promise<ReadResult> {
  options.announce?.(undefined)
  const stream = new Socket({ fd: descriptor, readable: true, writable: false })
  const more = await readLogPipe(stream, reader, options)
  stream.destroy()
  return { stopped: !more, lastFile: undefined }
}

/** The files of a set in the order of reading: oldest first. */
function filesOf(input: Input & { kind: 'set' }, options: ReadInputOptions): string[] {
  if (input.files !== undefined && input.files.length > 0) return [...input.files].reverse()
  const files = rotatedLogs(input.base)
  if (files.length === 0) return [input.base]
  return files.slice(0, firstFileIndex(files, options.start) + 1).reverse()
}

async function readFiles(
  files: readonly string[],
  reader: LogReader,
  options: ReadInputOptions,
): Promise<ReadResult> {
  options.announce?.(sizeOf(files))
  const pool = new ChunkPool()
  let lastFile: string | undefined
  for (const path of files) {
    lastFile = path
    if (!(await readOne(path, reader, pool, options))) return { stopped: true, lastFile }
    if (path !== files[files.length - 1]) reader.endFile()
  }
  return { stopped: false, lastFile }
}

async function readOne(
  path: string,
  reader: LogReader,
  pool: ChunkPool,
  options: ReadInputOptions,
): Promise<boolean> {
  const compression = isRegularFile(path) ? compressionOf(path) : undefined
  if (compression !== undefined) {
    throw new InputError(
      `${fileNameText(path)} is compressed (${compression}): decompress it into a pipe and search that\n`,
    )
  }
  try {
    return await readLogFile(path, reader, pool, options)
  } catch (error) {
    if (!(error instanceof LogReadError)) throw error
    const reason = systemErrorText(error.code)
    if (error.syscall === 'open') throw new InputError(`Error opening ${fileNameText(path)} (${reason})\n`)
    // The reference ends the file without a word; what was read so far counts.
    options.note(`Error reading ${fileNameText(path)} (${reason})\n`)
    return true
  }
}

function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** The bytes of all files; undefined when one of them has no size, such as a device. */
function sizeOf(files: readonly string[]): number | undefined {
  let bytes = 0
  for (const file of files) {
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats !== undefined && !stats.isFile()) return undefined
    bytes += stats?.size ?? 0
  }
  return bytes
}
