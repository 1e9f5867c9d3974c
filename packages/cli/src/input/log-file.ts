/** One file of a log: how it is read, and what is said when it cannot be (spec 01 §2.3). */
import { type Stats, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { CompressionError, type DecompressionLimits, type DecompressionWarning } from '@ts-audit/inputs'
import { type OpenedInput, readInputFile } from '@ts-audit/inputs/node'
import type { ChunkReader } from '@ts-audit/log'
import { type ChunkPool, LogReadError, readLogFile } from '@ts-audit/log/node'
import { fileNameText, systemErrorText } from '../output/system-text.ts'
import { InputError, inputHint } from './input-error.ts'

/** How a log file is read. */
export interface ReadLogOptions {
  /** Called between chunks; reading goes on when it has settled. */
  readonly afterChunk: () => Promise<void> | undefined
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
  /** As `note`, for what is said beside the reference's messages. */
  readonly remark: (text: string) => void
  /** Given what was opened, where that is compressed or no regular file. */
  readonly onOpen?: ((input: OpenedInput) => void) | undefined
  readonly limits?: DecompressionLimits | undefined
  /** The file, where it is open already. */
  readonly file?: FileHandle | undefined
  /** The first second that is wanted, where what is before it need not be read: see FileSourceOptions. */
  readonly windowStart?: number | undefined
  /** See FileSourceOptions. */
  readonly range?: { readonly from: number; readonly to: number } | undefined
}

/** What became of a file: the sink has said stop, or reading has failed in its middle, which has been said. */
export type ReadOutcome = 'whole' | 'stopped' | 'damaged'

/**
 * Pushes one file through a reader, decompressed. An error in its middle is noted and ends it; what was read before
 * counts.
 *
 * @throws {InputError} when the file cannot be opened
 */
export async function readLog(
  path: string,
  reader: ChunkReader,
  pool: ChunkPool,
  options: ReadLogOptions,
): Promise<ReadOutcome> {
  const name = fileNameText(path)
  let outcome: ReadOutcome = 'whole'
  const onWarning = ({ message }: DecompressionWarning): void => {
    options.remark(`NOTE - ${name} ${message}\n`)
    outcome = 'damaged'
  }
  try {
    const onShrink = (): void => {
      options.remark(shrunkText(name))
      outcome = 'damaged'
    }
    const more = await readInputFile(path, reader, pool, {
      ...options,
      start: options.windowStart,
      onWarning,
      onShrink,
    })
    return more ? outcome : 'stopped'
  } catch (error) {
    return failed(error, name, options.note)
  }
}

/**
 * Pushes one file through a reader as it is, as the reference reads it.
 *
 * @throws {InputError} when the file cannot be opened
 */
export async function readPlainLog(
  path: string,
  reader: ChunkReader,
  pool: ChunkPool,
  { afterChunk, note, remark, file, windowStart, range }: ReadLogOptions,
): Promise<ReadOutcome> {
  const name = fileNameText(path)
  let outcome: ReadOutcome = 'whole'
  const onShrink = (): void => {
    remark(shrunkText(name))
    outcome = 'damaged'
  }
  try {
    const source = { afterChunk, onShrink, file, start: windowStart, range }
    return (await readLogFile(path, reader, pool, source)) ? outcome : 'stopped'
  } catch (error) {
    return failed(error, name, note)
  }
}

function shrunkText(name: string): string {
  return `NOTE - ${name} was emptied or cut while it was read (copytruncate?): the rest of what it held was not read\n`
}

function failed(error: unknown, name: string, note: (text: string) => void): 'damaged' {
  if (error instanceof CompressionError) {
    note(`NOTE - ${compressionText(name, error)}\n`)
    return 'damaged'
  }
  if (!(error instanceof LogReadError)) throw error
  const reason = systemErrorText(error.code)
  if (error.syscall === 'open') {
    throw new InputError(`Error opening ${name} (${reason})\n`, inputHint(name, error.code, 'the file'))
  }
  // The reference ends the file without a word.
  note(`Error reading ${name} (${reason})\n`)
  return 'damaged'
}

/** What is said of compressed data that is not read, or not to its end. */
export function compressionText(name: string, { message, command }: CompressionError): string {
  return `${name} ${message}${command === undefined ? '' : `: give what ${command} prints`}`
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
