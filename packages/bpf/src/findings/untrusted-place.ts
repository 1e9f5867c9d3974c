/** Tells executables that anybody may have put where they are. */

const PLACES: readonly (readonly [prefix: string, words: string])[] = [
  ['/tmp/', 'under /tmp'],
  ['/dev/shm/', 'under /dev/shm'],
  ['/var/tmp/', 'under /var/tmp'],
  ['/home/', 'under /home'],
  ['/memfd:', 'from a memfd'],
  ['memfd:', 'from a memfd'],
]
const DELETED = ' (deleted)'

/** In which words an executable cannot be trusted; undefined when its place says nothing against it. */
export function untrustedPlace(exe: string | undefined): string | undefined {
  if (exe === undefined) return undefined
  const place = PLACES.find(([prefix]) => exe.startsWith(prefix))?.[1]
  return place ?? (exe.endsWith(DELETED) ? 'whose file is deleted' : undefined)
}
