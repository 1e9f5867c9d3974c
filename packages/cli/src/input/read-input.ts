/** Feeds the chosen input through a reader: one file, a log with its rotated files, or standard input. */
import { Socket } from 'node:net'
import type { LogReader } from '@ts-audit/log'
import { ChunkPool, readLogPipe } from '@ts-audit/log/node'
import type { Input } from './input.ts'
import { logFilesOf, pipeErrorText, readLog, sizeOfFiles } from './log-files.ts'

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

/** What reading came to. */
export interface ReadResult {
  /** The sink has said stop before the input's end. */
  readonly stopped: boolean
  /** The last log file that was read; undefined for stdin. */
  readonly lastFile: string | undefined
  /** Reading has failed somewhere in the middle; it has been said. */
  readonly damaged: boolean
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
      : await readFiles(
          input.kind === 'file' ? [input.path] : logFilesOf(input, options.start),
          reader,
          options,
        )
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
  let stopped = false
  let damaged = false
  try {
    stopped = !(await readLogPipe(stream, reader, options))
  } catch (error) {
    options.note(pipeErrorText(error))
    damaged = true
  }
  stream.destroy()
  return { stopped, lastFile: undefined, damaged }
}

async function readFiles(
  files: readonly string[],
  reader: LogReader,
  options: ReadInputOptions,
): Promise<ReadResult> {
  options.announce?.(sizeOfFiles(files))
  const pool = new ChunkPool()
  let lastFile: string | undefined
  let damaged = false
  for (const path of files) {
    lastFile = path
    const outcome = await readLog(path, reader, pool, { ...options, purpose: 'search that' })
    if (outcome === 'damaged') damaged = true
    if (outcome === 'stopped') return { stopped: true, lastFile, damaged }
    if (path !== files[files.length - 1]) reader.endFile()
  }
  return { stopped: false, lastFile, damaged }
}
