/** Raw deflate by Node's own library, in its threads. */
import { promisify } from 'node:util'
import { constants, deflateRaw, inflateRaw } from 'node:zlib'
import type { LineCompression } from '../import/line-compression.ts'

const compressBytes = promisify<Uint8Array, object, Uint8Array>(deflateRaw)
const decompressBytes = promisify<Uint8Array, object, Uint8Array>(inflateRaw)

/** The lines of a host come in pieces of a megabyte or two; more is no piece of ours. */
const MOST_BYTES = 256 << 20

export const deflate: LineCompression = {
  compress: (bytes) => compressBytes(bytes, { level: constants.Z_BEST_SPEED }),
  decompress: (bytes) => decompressBytes(bytes, { maxOutputLength: MOST_BYTES }),
}
