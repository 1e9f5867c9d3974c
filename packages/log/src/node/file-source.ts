/** Reads a log file into a reader, in chunks; a large one a chunk ahead of the scan. */
import { fstatSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChunkReader } from '../log-reader.ts'
import { ChunkPool } from './chunk-pool.ts'
import { ReadAhead } from './read-ahead.ts'
import { windowStart } from './window-start.ts'

/** After this many chunks, some milliseconds of work, other tasks get their turn. */
const CHUNKS_PER_TURN = 4
/** Less than this is read before another thread has begun. */
const AHEAD_BYTES = 4 << 20

/** How a file is read. */
export interface FileSourceOptions {
  /** The file, opened at its beginning, where that is done already; then it is not closed. */
  readonly file?: FileHandle | undefined
  /**
   * Only records of this second (since 1970-01-01 UTC) and later ones are wanted: what is before them is not read where the
   * file's times rise, see {@link windowStart}.
   */
  readonly start?: number | undefined
  /** Told when the file has become shorter than what was read of it: what it held after these bytes was not read. */
  readonly onShrink?: ((bytesRead: number) => void) | undefined
  /** Called after each chunk; reading goes on when it has settled. Output applies its back-pressure here. */
  readonly afterChunk?: (() => Promise<void> | undefined) | undefined
}

/** A read error in the middle of a file; what was read before it has been delivered. */
export class LogReadError extends Error {
  override readonly name = 'LogReadError'
  readonly path: string
  /** The system's error code, such as `ENOENT`. */
  readonly code: string
  /** The call that failed: `open` or `read`. */
  readonly syscall: string

  constructor(path: string, cause: NodeJS.ErrnoException) {
    super(`${path}: ${cause.message}`, { cause })
    this.path = path
    this.code = cause.code ?? 'EIO'
    this.syscall = cause.syscall ?? 'read'
  }
}

/**
 * Pushes a whole file through a reader; the caller ends the reader, since a file may be one of a set.
 *
 * @returns false when the sink has said stop
 * @throws {LogReadError} when the file cannot be opened or read
 */
export async function readLogFile(
  path: string,
  reader: ChunkReader,
  pool: ChunkPool = new ChunkPool(),
  options: FileSourceOptions = {},
): Promise<boolean> {
  let file: FileHandle | undefined
  try {
    if (options.file === undefined) file = await open(path, 'r')
    return await pushAll(options.file ?? (file as FileHandle), reader, pool, options)
  } catch (error) {
    if (isErrno(error)) throw new LogReadError(path, error)
    throw error
  } finally {
    await file?.close()
  }
}

async function pushAll(
  file: FileHandle,
  reader: ChunkReader,
  pool: ChunkPool,
  options: FileSourceOptions,
): Promise<boolean> {
  const stats = await file.stat()
  // A pipe or device may keep us waiting, so another thread reads it.
  if (!stats.isFile()) {
    const next = async (): Promise<Buffer> => {
      const buffer = pool.take(reader)
      return buffer.subarray(0, (await file.read(buffer)).bytesRead)
    }
    return pushChunks(next, reader, undefined, options)
  }
  const start = windowStart(file.fd, stats.size, options.start)
  const place = { descriptor: file.fd, position: start, size: stats.size }
  if (stats.size - start < AHEAD_BYTES) {
    const next = (): Buffer => {
      const buffer = pool.take(reader)
      return buffer.subarray(0, readSync(file.fd, buffer, 0, buffer.length, place.position))
    }
    return pushChunks(next, reader, place, options)
  }
  const ahead = new ReadAhead(file.fd, start, reader, pool)
  try {
    return await pushChunks(() => ahead.next(), reader, place, options)
  } finally {
    await ahead.end()
  }
}

/** Where in a regular file reading has come to, and the size it was seen to have. */
interface Place {
  readonly descriptor: number
  position: number
  size: number
}

async function pushChunks(
  next: () => Buffer | Promise<Buffer>,
  reader: ChunkReader,
  place: Place | undefined,
  { afterChunk, onShrink }: FileSourceOptions,
): Promise<boolean> {
  for (let count = 1; ; count++) {
    const taken = next()
    const chunk = taken instanceof Promise ? await taken : taken
    const more = chunk.length > 0 && reader.push(chunk)
    await afterChunk?.()
    if (place !== undefined) {
      place.position += chunk.length
      if ((chunk.length === 0 || count % CHUNKS_PER_TURN === 0) && hasShrunk(place)) {
        onShrink?.(place.position)
        return true
      }
    }
    if (!more) return chunk.length === 0
    if (count % CHUNKS_PER_TURN === 0) await nextTurn()
  }
}

/** A log is emptied in place by `copytruncate`; what is written to it then is another log. */
function hasShrunk(place: Place): boolean {
  const now = fstatSync(place.descriptor).size
  const known = Math.max(place.size, place.position)
  place.size = now
  return now < known
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
