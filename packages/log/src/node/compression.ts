/** Recognises compressed files by their first bytes, so that one is never mistaken for a log without matches. */
import { closeSync, openSync, readSync } from 'node:fs'

const MAGIC: readonly (readonly [format: string, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
]

/** The compression a regular file uses (`gzip`, `xz` …); undefined for none, and for a file that cannot be read. */
export function compressionOf(path: string): string | undefined {
  const head = Buffer.alloc(8)
  try {
    const file = openSync(path, 'r')
    try {
      readSync(file, head, 0, head.length, 0)
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
  return MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0]
}
