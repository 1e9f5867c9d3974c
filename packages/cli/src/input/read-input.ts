/** Feeds the chosen input through a reader: one file, a log with its rotated files, or standard input. */
import { Socket } from 'node:net'
import type { InputReader } from '@ts-audit/inputs'
import { ChunkPool, firstFileIndex, readLogPipe, rotatedLogs } from '@ts-audit/log/node'
import { fileNameText, systemErrorText } from '../output/system-text.ts'
import type { Input } from './input.ts'
import { type ReadLogOptions, readLog, sizeOfFiles } from './log-file.ts'

/** How an input is read. */
export interface ReadInputOptions extends ReadLogOptions {
  /** With a checkpoint in force, only complete events are delivered at the end. */
  readonly keepIncomplete: boolean
  /** Whether events in flight are delivered when a pipe falls silent, as ausearch does (spec 01 §2.5), or at its end. */
  readonly silentPipe: 'deliver' | 'wait'
  /** Seconds from which on records are wanted; decides which rotated file comes first. */
  readonly start: number | undefined
  /** Told the size of the whole input in bytes, undefined for a pipe, before the first is read. */
  readonly announce: (bytes: number | undefined) => void
  /** A file begins; `name` is its path as used, `stdin` for a pipe. */
  readonly startFile?: ((name: string) => void) | undefined
  /** A file has ended, and its last events have come. */
  readonly endFile?: (() => void) | undefined
}

/** What reading came to. */
export interface ReadResult {
  /** The last log file that was read; undefined for stdin. */
  readonly lastFile: string | undefined
  /** Reading has failed somewhere in the middle; it has been said. */
  readonly damaged: boolean
}

/** The name of a pipe in the report about log times. */
const STDIN = 'stdin'

/**
 * Reads the whole input, events in flight at its end included.
 *
 * @throws {InputError} when a file cannot be opened (spec 01 §2.3, §2.4; spec 05 §3.1)
 */
export async function readInput(
  input: Input,
  reader: InputReader,
  options: ReadInputOptions,
): Promise<ReadResult> {
  if (input.kind === 'stdin') return readStdin(input.descriptor, reader, options)
  return readFiles(input.kind === 'file' ? [input.path] : logFilesOf(input, options.start), reader, options)
}

async function readFiles(
  files: readonly string[],
  reader: InputReader,
  options: ReadInputOptions,
): Promise<ReadResult> {
  options.announce(sizeOfFiles(files))
  const pool = new ChunkPool()
  let lastFile: string | undefined
  let damaged = false
  for (const [index, path] of files.entries()) {
    lastFile = path
    options.startFile?.(fileNameText(path))
    const outcome = await readLog(path, reader, pool, options)
    if (outcome === 'stopped') break
    if (outcome === 'damaged') damaged = true
    // Events in flight go on into the next file.
    if (index < files.length - 1) reader.endFile()
    else endReader(reader, options)
    options.endFile?.()
  }
  return { lastFile, damaged }
}

async function readStdin(
  descriptor: number,
  reader: InputReader,
  options: ReadInputOptions,
): Promise<ReadResult> {
  options.announce(undefined)
  options.startFile?.(STDIN)
  const stream = new Socket({ fd: descriptor, readable: true, writable: false })
  let more = true
  let damaged = false
  try {
    more = await (options.silentPipe === 'deliver' ? readLogPipe : readPatiently)(stream, reader, options)
  } catch (error) {
    options.note(pipeErrorText(error))
    damaged = true
  }
  stream.destroy()
  if (more) endReader(reader, options)
  options.endFile?.()
  return { lastFile: undefined, damaged }
}

/** Waits for the end of a pipe however long it is silent. */
async function readPatiently(
  stream: AsyncIterable<Uint8Array>,
  reader: InputReader,
  { afterChunk }: ReadInputOptions,
): Promise<boolean> {
  for await (const chunk of stream) {
    if (!reader.push(chunk)) return false
    await afterChunk()
  }
  return true
}

function endReader(reader: InputReader, { keepIncomplete }: ReadInputOptions): void {
  if (keepIncomplete) reader.endAtCheckpoint()
  else reader.end()
}

/** The files of a set in the order of reading: oldest first. `start` is the first second that is wanted. */
function logFilesOf(input: Input & { kind: 'set' }, start: number | undefined): string[] {
  if (input.files !== undefined && input.files.length > 0) return [...input.files].reverse()
  const files = rotatedLogs(input.base)
  if (files.length === 0) return [input.base]
  return files.slice(0, firstFileIndex(files, start) + 1).reverse()
}

/**
 * The note about a pipe or socket that failed: a connection was reset, say. What came before counts, as in a file.
 *
 * @throws the error when it is another one
 */
function pipeErrorText(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall !== 'read') throw error
  return `Error reading stdin (${systemErrorText(code)})\n`
}
