/** The files of a log that was rotated by anybody, compressed or not, in the order of their events. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { LogCounters } from '@ts-audit/log'
import type { Compression } from '../compression/compressions.ts'
import { fileCompression } from './compression.ts'
import { plainFirstStamp } from './holds-audit-record.ts'

/** So much of a file is looked at for its first event, in bytes after decompression. */
const LOOK_BYTES = 4 << 20

/** One file of a log. */
export interface LogFamilyFile {
  readonly path: string
  /** What it is compressed with, by its content. */
  readonly compression: Compression | undefined
  /** The time of its first event, in seconds since 1970-01-01 UTC; undefined when none is in its beginning. */
  readonly firstSeconds: number | undefined
}

/**
 * The files of a log, oldest first: `BASE`; `BASE.N` of auditd and logrotate; `BASE-20231114` of logrotate's `dateext`,
 * with any time after the date, or seconds since 1970; each also with an ending that a compression has. Numbers may be
 * missing. They are ordered by the time of their first event; one without an event has the place its name gives it.
 *
 * @throws the system's error when the folder cannot be read
 */
export async function logFamily(base: string): Promise<LogFamilyFile[]> {
  const folder = path.dirname(base)
  const name = path.basename(base)
  const found: { path: string; rotation: Rotation }[] = []
  for (const entry of await readdir(folder)) {
    const rotation = entry.startsWith(name) ? rotationOf(entry.slice(name.length)) : undefined
    const file = path.join(folder, entry)
    if (rotation !== undefined && (await isFile(file))) found.push({ path: file, rotation })
  }
  found.sort((one, other) => compareRotations(one.rotation, other.rotation) || compare(one.path, other.path))
  const files: LogFamilyFile[] = []
  for (const { path: file } of found) {
    files.push({ path: file, compression: fileCompression(file), firstSeconds: await firstSeconds(file) })
  }
  return byFirstEvent(files)
}

/** What comes after the name of the log. */
type Rotation =
  | { readonly kind: 'dated'; readonly date: string }
  | { readonly kind: 'numbered'; readonly number: number }
  | { readonly kind: 'current' }

const SUFFIX = /^(|\.\d{1,9}|-\d[\dT:_-]{5,24})(?:\.(?:gz|xz|zst|zstd|bz2|lz4|lzma|lz|lzo|Z))?$/

/** How a file was rotated, by its name after that of the log; undefined when it is no file of the log. */
function rotationOf(suffix: string): Rotation | undefined {
  const rotation = SUFFIX.exec(suffix)?.[1]
  if (rotation === undefined) return undefined
  if (rotation === '') return { kind: 'current' }
  return rotation.startsWith('.')
    ? { kind: 'numbered', number: Number(rotation.slice(1)) }
    : { kind: 'dated', date: rotation }
}

/** Oldest first, as far as names tell: dates, then numbers from the highest down, then the log itself. */
function compareRotations(one: Rotation, other: Rotation): number {
  if (one.kind === 'dated' && other.kind === 'dated') return compare(one.date, other.date)
  if (one.kind === 'numbered' && other.kind === 'numbered') return other.number - one.number
  const order: readonly Rotation['kind'][] = ['dated', 'numbered', 'current']
  return order.indexOf(one.kind) - order.indexOf(other.kind)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** Files without an event stay before the one that they were before. */
function byFirstEvent(files: readonly LogFamilyFile[]): LogFamilyFile[] {
  let next = Number.POSITIVE_INFINITY
  const placed = files.toReversed().map((file) => {
    next = file.firstSeconds ?? next
    return { file, at: next }
  })
  return placed
    .reverse()
    .sort((one, other) => (one.at === other.at ? 0 : one.at - other.at))
    .map(({ file }) => file)
}

/** Files of any names, the one with the oldest first event first; one without an event stays before the next. */
export async function filesByFirstEvent(paths: readonly string[]): Promise<string[]> {
  const files: LogFamilyFile[] = []
  for (const file of paths) {
    files.push({ path: file, compression: undefined, firstSeconds: await firstSeconds(file) })
  }
  return byFirstEvent(files).map((file) => file.path)
}

/** Undefined also for a file that cannot be read: that is complained about when its turn comes. */
async function firstSeconds(file: string): Promise<number | undefined> {
  const first = plainFirstStamp(file) ?? (await firstStampOfAnyForm(file))
  return first === undefined ? undefined : first.seconds + first.milliseconds / 1000
}

async function firstStampOfAnyForm(file: string): Promise<LogCounters['firstStamp']> {
  const [{ InputReader }, { openInput }] = await Promise.all([
    import('../input-reader.ts'),
    import('./open-input.ts'),
  ])
  const reader = new InputReader({ sink: () => true })
  try {
    const { chunks } = await openInput(file)
    let size = 0
    for await (const chunk of chunks) {
      reader.push(chunk)
      size += chunk.length
      if (reader.counters.firstStamp !== undefined || size >= LOOK_BYTES) break
    }
    reader.endFile()
  } catch {
    // What was read before counts.
  }
  return reader.counters.firstStamp
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
