/** What a system call returned: the name of the error, or the number. */
import { errnoName } from '@ts-audit/tables/errno'

const LAST_ERRNO = 4095

/** `-2` is `ENOENT`; what is no error stays. */
export function errnoText(exit: string): string {
  return failureName(exit) ?? exit
}

/** The name of the error, or undefined where there is none. */
export function failureName(exit: string | undefined): string | undefined {
  if (exit === undefined || !exit.startsWith('-') || exit.length > 5) return undefined
  const number = -Number(exit)
  return number > 0 && number <= LAST_ERRNO ? errnoName(number) : undefined
}
