/** Files that hold the same bytes: given twice, their events would count twice. */
import { type FileHandle, open, stat } from 'node:fs/promises'

const READ_BYTES = 1 << 20
/** Files of one size mostly differ in so many bytes of their ends. */
const EDGE_BYTES = 1 << 14

/** A file with the bytes of an earlier one. */
export interface IdenticalFile {
  readonly path: string
  /** The first of those with these bytes, as it was given. */
  readonly sameAs: string
}

/**
 * The files that hold the same bytes as one before them. Only files of the same size are read. Empty files and what is no
 * regular file, or cannot be read, are not among them.
 */
export async function identicalFiles(paths: readonly string[]): Promise<IdenticalFile[]> {
  if (paths.length < 2) return []
  const sizes = new Map<number, string[]>()
  for (const path of new Set(paths)) {
    const size = await sizeOf(path)
    if (size === undefined || size === 0) continue
    const same = sizes.get(size)
    if (same === undefined) sizes.set(size, [path])
    else same.push(path)
  }
  const found = new Map<string, string>()
  for (const [size, same] of sizes) {
    if (same.length === 1) continue
    for (const edges of (await grouped(same, (path) => hashOf(path, edgesOf(size)))).values()) {
      if (edges.length === 1) continue
      const groups = await grouped(edges, (path) => hashOf(path, [{ from: 0, to: size }]))
      for (const [first = '', ...others] of groups.values()) {
        for (const path of others) found.set(path, first)
      }
    }
  }
  const seen = new Set<string>()
  const result: IdenticalFile[] = []
  for (const path of paths) {
    const sameAs = found.get(path) ?? (seen.has(path) ? path : undefined)
    if (sameAs !== undefined) result.push({ path, sameAs })
    seen.add(path)
  }
  return result
}

interface Range {
  readonly from: number
  readonly to: number
}

function edgesOf(size: number): readonly Range[] {
  return [
    { from: 0, to: Math.min(size, EDGE_BYTES) },
    { from: Math.max(0, size - EDGE_BYTES), to: size },
  ]
}

/** The paths by a key; without those that have none. */
async function grouped(
  paths: readonly string[],
  keyOf: (path: string) => Promise<string | undefined>,
): Promise<Map<string, string[]>> {
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    const key = await keyOf(path)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [path])
    else group.push(path)
  }
  return groups
}

async function hashOf(path: string, ranges: readonly Range[]): Promise<string | undefined> {
  let file: FileHandle | undefined
  try {
    // It takes some milliseconds to load: longer than a short log.
    const { createHash } = await import('node:crypto')
    file = await open(path, 'r')
    const hash = createHash('sha256')
    const buffer = new Uint8Array(READ_BYTES)
    for (const { from, to } of ranges) {
      for (let at = from; at < to; ) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at)
        if (bytesRead === 0) break
        hash.update(buffer.subarray(0, bytesRead))
        at += bytesRead
      }
    }
    return hash.digest('hex')
  } catch {
    return undefined
  } finally {
    await file?.close()
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const stats = await stat(path)
    return stats.isFile() ? stats.size : undefined
  } catch {
    return undefined
  }
}
