/** The full name of a file that a record names. */

/**
 * A name joined to the directory it was given in, without empty parts, `.` and `..`; what cannot be joined stays as it is.
 * Symbolic links are not in the log, so they are not followed.
 */
export function resolvedPath(name: string, cwd: string | undefined): string {
  if (name === '' || name === '(null)') return name
  const full = name.startsWith('/') || cwd === undefined ? name : `${cwd}/${name}`
  if (!full.startsWith('/')) return full
  const parts: string[] = []
  for (const part of full.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
