/** Every compression that is recognised: one row for each. */
import type { Decoder } from './decoding.ts'

/** A compression format. */
export interface Compression {
  readonly name: string
  /** What it may begin with. */
  readonly magics: readonly Magic[]
  /** A command that decompresses what follows it, or its stdin, to stdout. */
  readonly command: string
  /** Loads its decoder; undefined where there is none. */
  readonly decoder?: () => Promise<Decoder>
}

/** The values of the first bytes, each alone or one of several. */
export type Magic = readonly (number | readonly number[])[]

const from = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Decoders are loaded when they are needed: plain logs never wait for one. */
export const compressions: readonly Compression[] = [
  {
    name: 'gzip',
    magics: [[0x1f, 0x8b, 0x08]],
    command: 'gzip -dc',
    decoder: async () => (await import('./gzip.ts')).gzip,
  },
  {
    name: 'zstd',
    magics: [
      [0x28, 0xb5, 0x2f, 0xfd],
      // A frame to be skipped.
      [from(0x50, 0x5f), 0x2a, 0x4d, 0x18],
    ],
    command: 'zstd -dc',
    decoder: async () => (await import('./zstd.ts')).zstd,
  },
  {
    name: 'xz',
    magics: [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
    command: 'xz -dc',
    decoder: async () => (await import('./xz.ts')).xz,
  },
  {
    name: 'bzip2',
    // `BZh`, a level, and a block or the end of an empty stream: three letters alone may be a text.
    magics: [
      [0x42, 0x5a, 0x68, from(0x31, 0x39), 0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
      [0x42, 0x5a, 0x68, from(0x31, 0x39), 0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
    ],
    command: 'bzip2 -dc',
    decoder: async () => (await import('./bzip2.ts')).bzip2,
  },
  {
    name: 'lz4',
    magics: [
      [0x04, 0x22, 0x4d, 0x18],
      // The format before frames.
      [0x02, 0x21, 0x4c, 0x18],
    ],
    command: 'lz4 -dc',
  },
  { name: 'compress', magics: [[0x1f, 0x9d]], command: 'gzip -dc' },
  { name: 'lzip', magics: [[0x4c, 0x5a, 0x49, 0x50, 0x01]], command: 'lzip -dc' },
  { name: 'lzop', magics: [[0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a]], command: 'lzop -dc' },
  // The usual properties, a size of window that is a power of two, and no other than zeros for its lower bytes.
  {
    name: 'lzma',
    magics: [[0x5d, 0x00, 0x00, from(0x00, 0x80), from(0x00, 0x08), 0xff, 0xff]],
    command: 'xz -dc',
  },
  { name: '7z', magics: [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]], command: '7z x -so' },
]

/** How many bytes tell. */
export const MAGIC_BYTES: number = Math.max(
  ...compressions.flatMap(({ magics }) => magics.map(({ length }) => length)),
)

/** The format of data that begins with these bytes, or undefined. */
export function compressionOf(beginning: Uint8Array): Compression | undefined {
  return compressions.find(({ magics }) =>
    magics.some((magic) => beginning.length >= magic.length && agrees(magic, beginning)),
  )
}

/** Whether more bytes may show that data that begins with these is compressed. */
export function mayBeCompressed(beginning: Uint8Array): boolean {
  return compressions.some(({ magics }) => magics.some((magic) => agrees(magic, beginning)))
}

/** Whether all the bytes that are there are such. */
function agrees(magic: Magic, beginning: Uint8Array): boolean {
  return magic.every((allowed, at) => {
    const byte = beginning[at]
    return byte === undefined || (typeof allowed === 'number' ? byte === allowed : allowed.includes(byte))
  })
}
