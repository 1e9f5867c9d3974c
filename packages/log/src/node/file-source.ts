/** Reads a log file into a reader, in chunks that stay in the processor's cache while they are scanned. */
import { fstatSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChunkReader } from '../log-reader.ts'
import { ChunkPool } from './chunk-pool.ts'
import { windowStart } from './window-start.ts'

/** After this many chunks, some milliseconds of work, other tasks get their turn. */
const CHUNKS_PER_TURN = 8

/** How a file is read. */
export interface FileSourceOptions {
  /** The file, opened at its beginning, where that is done already; then it is not closed. */
  readonly file?: FileHandle | undefined
  /**
   * Only records of this second (since 1970-01-01 UTC) and later ones are wanted: what is before them is not read where the
   * file's times rise, see {@link windowStart}.
   */
  readonly start?: number | undefined
  /** Only these bytes are read; the last is before `to`, which is infinite for the end of the file, wherever that is then. */
  readonly range?: { readonly from: number; readonly to: number } | undefined
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
  { afterChunk, onShrink, start, range }: FileSourceOptions,
): Promise<boolean> {
  // A pipe or device may keep us waiting, so another thread reads it. For a file that detour takes longer than the scan.
  const stats = await file.stat()
  const isFile = stats.isFile()
  let known = stats.size
  /** Where in the file reading has come to. */
  let position = range?.from ?? (isFile ? windowStart(file.fd, known, start) : 0)
  const end = range?.to ?? Number.POSITIVE_INFINITY
  for (let count = 1; ; count++) {
    const buffer = pool.take(reader)
    const size = isFile
      ? readSync(file.fd, buffer, 0, Math.min(buffer.length, end - position), position)
      : (await file.read(buffer)).bytesRead
    position += size
    const more = size > 0 && reader.push(size === buffer.length ? buffer : buffer.subarray(0, size))
    await afterChunk?.()
    if (isFile && (size === 0 || count % CHUNKS_PER_TURN === 0)) {
      // A log is emptied in place by `copytruncate`; what is written to it then is another log.
      const now = fstatSync(file.fd).size
      if (now < Math.max(known, position)) {
        onShrink?.(position)
        return true
      }
      known = now
    }
    if (!more) return size === 0
    if (position === end) return true
    if (count % CHUNKS_PER_TURN === 0) await nextTurn()
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
