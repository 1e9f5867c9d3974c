/** Compressed data by its first bytes: one row for each format. */

/** A compression format. */
export interface Compression {
  readonly name: string
  /** The bytes it begins with. */
  readonly magic: readonly number[]
}

/** Every format that is recognised. */
export const compressions: readonly Compression[] = [
  { name: 'gzip', magic: [0x1f, 0x8b] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18] },
]

/** How many bytes tell. */
export const MAGIC_BYTES = 8

/** The format of data that begins with these bytes, or undefined. */
export function compressionOf(beginning: Uint8Array): Compression | undefined {
  return compressions.find(({ magic }) => magic.every((byte, at) => beginning[at] === byte))
}
