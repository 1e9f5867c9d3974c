/** Feeds a report with its input, telling it where files begin and end. */
import { Socket } from 'node:net'
import type { ReportRun } from '@ts-audit/aureport'
import type { LogReader } from '@ts-audit/log'
import { ChunkPool } from '@ts-audit/log/node'
import type { Input } from '../input/input.ts'
import { logFilesOf, pipeErrorText, readLog, sizeOfFiles } from '../input/log-files.ts'
import { fileNameText } from '../output/system-text.ts'

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
  const files = input.kind === 'file' ? [input.path] : logFilesOf(input, options.start)
  options.announce(sizeOfFiles(files))
  const pool = new ChunkPool()
  for (const [index, path] of files.entries()) {
    run.startFile?.(fileNameText(path))
    await readLog(path, reader, pool, { ...options, purpose: 'report on that' })
    // Events in flight go on into the next file.
    if (index < files.length - 1) reader.endFile()
    else reader.end()
    run.endFile?.()
  }
}

/** Unlike ausearch, aureport waits for the end of the pipe however long it is silent. */
async function readPipe(descriptor: number, reader: LogReader, options: ReadFilesOptions): Promise<void> {
  const stream = new Socket({ fd: descriptor, readable: true, writable: false })
  try {
    for await (const chunk of stream) {
      reader.push(chunk)
      await options.afterChunk()
    }
  } catch (error) {
    options.note(pipeErrorText(error))
  }
}
