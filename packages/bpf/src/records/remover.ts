/** Which paths a command removes, by its command line. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Process } from '../fields/process-objects.ts'

const REMOVERS = /(?:^|\/)(?:rm|unlink|rmdir)$/
const MOST_PATHS = 100

/** How the fields of these commands are written, and those of executables whose name is not plain. */
const CALL = /(?:rm|unlink|rmdir)\\?"|exe=[^"]/
/** Likewise of command lines, in hex where they have several words. */
const TITLE = /(?:rm|unlink|rmdir)[ "\\]|(?:726d|756e6c696e6b|726d646972)(?:00|20)/i

/** Whether {@link removedPaths} may give any for the process of an execve(2); at a glance. */
export function mayRemove(syscall: LogRecord, records: readonly LogRecord[]): boolean {
  const titles = records.filter(({ type }) => type === RecordType.PROCTITLE)
  return (
    titles.length > 0 && (CALL.test(textOf(syscall)) || titles.some((title) => TITLE.test(textOf(title))))
  )
}

function textOf({ bytes, start, textEnd }: LogRecord): string {
  return latin1(bytes, start, textEnd)
}

/** The absolute paths that `rm`, `unlink` or `rmdir` is given; the log does not say whether it could remove them. */
export function removedPaths({ identity, proctitle }: Process): string[] {
  if (proctitle === undefined || identity.exe === undefined) return []
  const [name = '', ...words] = proctitle.split(' ')
  // One program can go by many names: busybox, coreutils.
  if (!REMOVERS.test(identity.exe) && !REMOVERS.test(name)) return []
  return words.filter((word) => word.startsWith('/')).slice(0, MOST_PATHS)
}
