/** Reads a file or stream that may be compressed into a reader. */
import { statSync } from 'node:fs'
import type { ChunkReader } from '@ts-audit/log'
import { ChunkPool, type FileSourceOptions, readLogFile } from '@ts-audit/log/node'
import type { DecompressedInput, DecompressOptions } from '../compression/decompress.ts'
import { descriptorCompression, fileCompression } from './compression.ts'
import type { OpenedInput } from './open-input.ts'

/** Of decoded data more is given at once: the decoder works meanwhile, and each chunk keeps it waiting. */
export const DECODED_BYTES: number = 512 << 10

/** How an input is read. */
export interface ReadInputOptions extends FileSourceOptions, DecompressOptions {
  /** Given what was opened, when it is compressed or no regular file: for who shows how far reading has come. */
  readonly onOpen?: ((input: OpenedInput) => void) | undefined
}

/**
 * Pushes a whole file through a reader, as `readLogFile` does, which reads it where it is a plain regular file; the caller
 * ends the reader.
 *
 * @returns false when the sink has said stop
 * @throws {LogReadError} when the file cannot be opened or read
 * @throws {CompressionError} when it cannot be decompressed, or not to its end
 */
export async function readInputFile(
  path: string,
  reader: ChunkReader,
  pool: ChunkPool = new ChunkPool(),
  options: ReadInputOptions = {},
): Promise<boolean> {
  const isPlain =
    options.file === undefined
      ? isFile(path) && fileCompression(path) === undefined
      : descriptorCompression(options.file.fd) === undefined
  if (isPlain) return readLogFile(path, reader, pool, options)
  // Most logs are read without it.
  const { openInput } = await import('./open-input.ts')
  const decoded = new ChunkPool(DECODED_BYTES)
  const input = await openInput(path, { ...options, buffer: () => decoded.take(reader) })
  options.onOpen?.(input)
  return pushInput(input, reader, options)
}

/**
 * Pushes all chunks of an input through a reader, one after the other.
 *
 * @returns false when the sink has said stop
 */
export async function pushInput(
  { chunks }: Pick<DecompressedInput, 'chunks'>,
  reader: ChunkReader,
  { afterChunk }: FileSourceOptions = {},
): Promise<boolean> {
  for await (const chunk of chunks) {
    const more = reader.push(chunk)
    await afterChunk?.()
    if (!more) return false
  }
  return true
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
