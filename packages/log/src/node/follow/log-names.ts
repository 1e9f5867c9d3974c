/** The names of a log and its rotated files, while they are being renamed. */
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { FollowedFile } from './followed-file.ts'

/** Looks at most until the names stay the same. */
const MOST_LOOKS = 200

/** A name in the set: 0 is the log itself, 1 the file rotated last. */
interface NamedFile {
  readonly age: number
  readonly path: string
  readonly device: bigint
  readonly inode: bigint
}

/** Files that were opened, the newest first, as they were called at one moment. */
export interface OpenedFile {
  readonly age: number
  readonly file: FollowedFile
}

/** Whether the log's own name leads to this file. */
export function isNamed(base: string, file: FollowedFile): boolean {
  const stats = statSync(base, { bigint: true, throwIfNoEntry: false })
  return stats?.dev === file.device && stats.ino === file.inode
}

/**
 * Opens the log and its rotated files as they are at one moment: their names are looked at before and after, until
 * they are the same.
 */
export function openSet(base: string, withRotated: boolean): readonly OpenedFile[] {
  for (let look = 1; ; look++) {
    const before = namesOf(base, withRotated)
    const opened: OpenedFile[] = []
    for (const { age, path: name } of before) {
      const file = FollowedFile.open(name)
      if (file !== undefined) opened.push({ age, file })
    }
    const isSettled = textOf(before) === textOf(namesOf(base, withRotated)) && isSame(before, opened)
    if (isSettled || look === MOST_LOOKS) return opened
    for (const { file } of opened) file.close()
  }
}

function namesOf(base: string, withRotated: boolean): NamedFile[] {
  const name = path.basename(base)
  const found: NamedFile[] = []
  for (const entry of withRotated ? entriesOf(path.dirname(base)) : [name]) {
    if (!entry.startsWith(name)) continue
    const digits = entry === name ? '0' : /^\.([1-9]\d{0,5})$/.exec(entry.slice(name.length))?.[1]
    if (digits === undefined) continue
    const file = path.join(path.dirname(base), entry)
    const stats = statOf(file)
    if (stats?.isFile() === true)
      found.push({ age: Number(digits), path: file, device: stats.dev, inode: stats.ino })
  }
  return found.sort((one, other) => one.age - other.age)
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function statOf(file: string) {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function textOf(files: readonly NamedFile[]): string {
  return files.map(({ age, device, inode }) => `${age} ${device} ${inode}`).join('\n')
}

function isSame(names: readonly NamedFile[], opened: readonly OpenedFile[]): boolean {
  return (
    names.length === opened.length &&
    opened.every(({ file }, at) => file.device === names[at]?.device && file.inode === names[at].inode)
  )
}
