/**
 * Compressed pieces of lines, cut so that each row has little of one: to have some rows, or to write them anew, DuckDB may copy the
 * values of 2,048 into memory.
 */
import type { QueryAnswer } from '../engine.ts'
import { joinedBytes } from '../joined-bytes.ts'

/** 2,048 rows of them are 32 MB. */
const PART_BYTES = 1 << 14

/** The parts of a piece in their order: at least one. */
export function partsOf(piece: Uint8Array): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(piece.length / PART_BYTES))
  return Array.from({ length: count }, (_, part) =>
    piece.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
  )
}

/**
 * The pieces again.
 * @param answer the number of each part in its piece, and its bytes; the parts of a piece one after the other
 */
export async function* joinedPieces({ rows }: QueryAnswer): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  for await (const some of rows) {
    for (const [part, bytes] of some) {
      if (!(bytes instanceof Uint8Array)) continue
      if (part === 0 && parts.length > 0) {
        yield joinedBytes(parts)
        parts = []
      }
      parts.push(bytes)
    }
  }
  if (parts.length > 0) yield joinedBytes(parts)
}
