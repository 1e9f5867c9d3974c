/** Decompresses bytes, for tests: everything that came of them, and what was said. */
import { type DecompressionWarning, type DecompressOptions, decompress } from '../compression/decompress.ts'

export interface Decompressed {
  readonly bytes: Buffer
  readonly compression: readonly string[]
  readonly warnings: readonly DecompressionWarning['kind'][]
  readonly messages: readonly string[]
  /** What was thrown at last. */
  readonly error: unknown
}

/** Pushes bytes in chunks of `size`, in a buffer that is written over. */
export async function decompressAll(
  input: Uint8Array,
  size: number = Math.max(1, input.length),
  options: DecompressOptions = {},
): Promise<Decompressed> {
  const pieces: Uint8Array[] = []
  const warnings: DecompressionWarning[] = []
  let compression: string[] = []
  let error: unknown
  try {
    const opened = await decompress(chunksOf(input, size), {
      ...options,
      onWarning: (warning) => warnings.push(warning),
    })
    compression = opened.compression.map(({ name }) => name)
    for await (const piece of opened.chunks) pieces.push(piece)
  } catch (thrown) {
    error = thrown
  }
  return {
    bytes: Buffer.concat(pieces),
    compression,
    warnings: warnings.map(({ kind }) => kind),
    messages: warnings.map(({ message }) => message),
    error,
  }
}

function* chunksOf(input: Uint8Array, size: number): Generator<Uint8Array, void, void> {
  if (size >= input.length) {
    if (input.length > 0) yield input
    return
  }
  const buffer = new Uint8Array(size)
  for (let at = 0; at < input.length; at += size) {
    const chunk = input.subarray(at, at + size)
    buffer.fill(0xff)
    buffer.set(chunk)
    yield buffer.subarray(0, chunk.length)
  }
}
