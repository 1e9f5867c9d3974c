/** Reads a log file into a reader, the next chunk being fetched while the last one is scanned. */
import { type FileHandle, open } from 'node:fs/promises'
import type { LogReader } from '../log-reader.ts'
import { ChunkPool } from './chunk-pool.ts'

/** What happens between two chunks. */
export interface FileSourceOptions {
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
  reader: LogReader,
  pool: ChunkPool = new ChunkPool(),
  options: FileSourceOptions = {},
): Promise<boolean> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    return await pushAll(file, reader, pool, options)
  } catch (error) {
    if (isErrno(error)) throw new LogReadError(path, error)
    throw error
  } finally {
    await file?.close()
  }
}

async function pushAll(
  file: FileHandle,
  reader: LogReader,
  pool: ChunkPool,
  options: FileSourceOptions,
): Promise<boolean> {
  let next = file.read(pool.take())
  for (;;) {
    const { bytesRead, buffer } = await next
    if (bytesRead === 0) {
      pool.giveBack(buffer, reader)
      return true
    }
    next = file.read(pool.take())
    const more = reader.push(bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead))
    if (more) pool.giveBack(buffer, reader)
    const waiting = options.afterChunk?.()
    if (waiting !== undefined) await settle(waiting, next)
    if (!more) {
      await next
      return false
    }
  }
}

/** Waits for the output; when that fails, the read under way ends before the file is closed. */
async function settle(waiting: Promise<void>, reading: Promise<unknown>): Promise<void> {
  try {
    await waiting
  } catch (error) {
    await reading
    throw error
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
