/** Which file an event is about, and its path, for the schemas of others. */
import type { EventFacts, PathFacts } from './event-facts.ts'

/** Of these calls another PATH than the first is the object, as go-libaudit has it. */
const OBJECT_ITEMS: ReadonlyMap<string, number> = new Map([
  ['mkdir', 1],
  ['mkdirat', 1],
  ['mount', 1],
  ['rename', 2],
  ['renameat', 2],
  ['renameat2', 2],
])

/** The PATH that the event is about: one that was created or deleted, else by the call. */
export function objectPath(facts: EventFacts): PathFacts | undefined {
  const { paths } = facts
  if (paths.length === 0) return undefined
  for (const path of paths) if (path.nametype === 'CREATE' || path.nametype === 'DELETE') return path
  const name = facts.callName
  const wanted = name === undefined ? undefined : OBJECT_ITEMS.get(name)
  return (wanted === undefined ? undefined : paths[wanted]) ?? paths[0]
}

/** A name with the working directory before it, if it is relative and one is known. */
export function fullPath(name: string, cwd: string | undefined): string {
  if (name.startsWith('/') || cwd === undefined || !cwd.startsWith('/')) return name
  const parts = cwd.split('/')
  for (const part of name.split('/')) {
    if (part === '..') {
      if (parts.length > 1) parts.pop()
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  const path = parts.join('/').replace('//', '/')
  return path === '' ? '/' : path
}

/** The last part of a path. */
export function baseName(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 || slash === path.length - 1 ? path : path.slice(slash + 1)
}

/** The permissions of a mode in four octal digits; undefined for what is no mode. */
export function permissionDigits(mode: string | undefined): string | undefined {
  if (mode === undefined) return undefined
  const bits = Number.parseInt(mode, 8)
  return Number.isNaN(bits) ? undefined : (bits & 0o7777).toString(8).padStart(4, '0')
}

/** What OCSF calls the types of files, by the bits of a mode (`include/uapi/linux/stat.h`). */
const FILE_TYPES: ReadonlyMap<number, number> = new Map([
  [0o10, 1],
  [0o04, 2],
  [0o02, 3],
  [0o06, 4],
  [0o14, 5],
  [0o01, 6],
  [0o12, 7],
])

/** The OCSF `type_id` of a file; 0 where it is not known. */
export function fileTypeId(mode: string | undefined): number {
  const bits = mode === undefined ? Number.NaN : Number.parseInt(mode, 8)
  return Number.isNaN(bits) ? 0 : (FILE_TYPES.get(bits >> 12) ?? 0)
}
