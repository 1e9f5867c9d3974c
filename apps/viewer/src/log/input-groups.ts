/** Which of the files that were opened belong together: those of one rotated log are read as one, oldest first. */
import type { LogFile } from './log-file.ts'

/** A file and where it was in the folder that was opened. */
export interface NamedFile {
  readonly path: string
  readonly file: LogFile
}

/** What is opened beside logs. */
export interface SortedFiles {
  /** Files of one log each, in the order of their events. */
  readonly logs: readonly (readonly NamedFile[])[]
  /** The last passwd(5) and group(5) file, which name users and groups. */
  readonly passwd: NamedFile | undefined
  readonly group: NamedFile | undefined
}

/** The ending that rotation gives, and that of a compression. */
const ROTATION = /^(.+?)(\.\d{1,9}|-\d[\dT:_-]{5,24})?(?:\.(?:gz|xz|zst|zstd|bz2))?$/

/** Sorts files by what they are; only names count. */
export function sortFiles(files: readonly NamedFile[]): SortedFiles {
  const named = (name: string) => files.findLast(({ path }) => baseName(path) === name)
  const passwd = named('passwd')
  const group = named('group')
  const logs = new Map<string, NamedFile[]>()
  for (const file of files) {
    if (baseName(file.path) === 'passwd' || baseName(file.path) === 'group') continue
    const key = ROTATION.exec(file.path)?.[1] ?? file.path
    const family = logs.get(key) ?? []
    logs.set(key, family)
    family.push(file)
  }
  return { logs: [...logs.values()].map((family) => family.sort(compareRotations)), passwd, group }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Dated ones by their dates, numbered ones from the highest down, then the log itself. */
function compareRotations(one: NamedFile, other: NamedFile): number {
  const a = rotationOf(one.path)
  const b = rotationOf(other.path)
  return a.rank - b.rank || b.number - a.number || (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)
}

function rotationOf(path: string): { readonly rank: number; readonly number: number; readonly date: string } {
  const ending = ROTATION.exec(path)?.[2] ?? ''
  if (ending.startsWith('-')) return { rank: 0, number: 0, date: ending }
  return ending === ''
    ? { rank: 2, number: 0, date: '' }
    : { rank: 1, number: Number(ending.slice(1)), date: '' }
}
