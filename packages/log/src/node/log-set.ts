/** A log with its rotated files: which there are, and where to begin (spec 01 §2.4). */
import { accessSync, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { LINE_LIMIT } from '../line-scanner.ts'

/**
 * The files of a log, newest first: `BASE`, `BASE.1`, `BASE.2` … up to the first that is not readable. Empty when
 * `BASE` itself is not.
 */
export function rotatedLogs(base: string): string[] {
  const files: string[] = []
  for (let path = base; isReadable(path); path = `${base}.${files.length}`) files.push(path)
  return files
}

/**
 * Which file of a set to begin with when only records from `start` (seconds) on are wanted: the next older one than
 * the oldest whose first record is later than that; the oldest of all when there is no start time.
 */
export function firstFileIndex(files: readonly string[], start: number | undefined): number {
  const oldest = files.length - 1
  if (start === undefined) return oldest
  for (let index = oldest; index >= 0; index--) {
    if (firstSeconds(files[index] ?? '') > start) return Math.min(index + 1, oldest)
  }
  return oldest
}

/**
 * As {@link firstFileIndex}, and older files as long as they end in the second with which the next newer one begins, when that
 * is the start: its events may be in both, and the reference loses those in the older file.
 */
export function firstFileIndexWithStart(files: readonly string[], start: number | undefined): number {
  let index = firstFileIndex(files, start)
  if (start === undefined) return index
  while (
    index < files.length - 1 &&
    firstSeconds(files[index] ?? '') === start &&
    reaches(files[index + 1] ?? '', start)
  ) {
    index++
  }
  return index
}

/** A record's stamp, as auditd writes it. */
const STAMP = / msg=audit\((\d{1,15})\.\d{3}:/g
/** So much of a file's end is looked at: records of one second may be a little out of order. */
const END_BYTES = 1 << 16

/** Whether the end of a file holds a record of this second, or a later one. */
function reaches(path: string, second: number): boolean {
  for (const [, seconds] of ending(path).matchAll(STAMP)) if (Number(seconds) >= second) return true
  return false
}

/** The last bytes of a regular file; empty when it cannot be read. */
function ending(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const buffer = Buffer.alloc(Math.min(size, END_BYTES))
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, size - buffer.length))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

/**
 * The seconds in the first stamp of a file's first line, 0 when it has none. So does a file that
 * has become unreadable: the error is reported when its turn comes.
 */
function firstSeconds(path: string): number {
  const [line = ''] = beginning(path).split(/[\n\0]/, 1)
  const open = line.indexOf('audit(')
  return open < 0 ? 0 : Number(/^\d+/.exec(line.slice(open + 6))?.[0] ?? 0)
}

/** The first bytes of a file; also of a pipe or device, which has no positions to read from. Empty when it cannot be read. */
function beginning(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.alloc(LINE_LIMIT)
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, LINE_LIMIT, null))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
