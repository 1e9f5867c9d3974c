/** Which paths a command removes, by its command line. */
import type { Process } from '../fields/process-objects.ts'

const REMOVERS = /(?:^|\/)(?:rm|unlink|rmdir)$/
const MOST_PATHS = 100

/** The absolute paths that `rm`, `unlink` or `rmdir` is given; the log does not say whether it could remove them. */
export function removedPaths({ identity, proctitle }: Process): string[] {
  if (proctitle === undefined || identity.exe === undefined) return []
  const [name = '', ...words] = proctitle.split(' ')
  // One program can go by many names: busybox, coreutils.
  if (!REMOVERS.test(identity.exe) && !REMOVERS.test(name)) return []
  return words.filter((word) => word.startsWith('/')).slice(0, MOST_PATHS)
}
