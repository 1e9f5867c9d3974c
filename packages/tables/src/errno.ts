// Error numbers: names both ways and the English texts of the C library.
import { errnoTable, errorTexts } from './generated/errno.ts'
import { lookupName, lookupNumberIgnoringCase, type NameRow, tableRows } from './name-table.ts'

/** The name of error `number` (13 → `EACCES`), or undefined. 11 is EAGAIN, 35 is EDEADLK. */
export function errnoName(number: number): string | undefined {
  return lookupName(errnoTable, number)
}

/** The number of the error `name`, whatever its case, EWOULDBLOCK and EDEADLOCK included, or undefined (spec 01 §6.5). */
export function errnoNumber(name: string): number | undefined {
  return lookupNumberIgnoringCase(errnoTable, name)
}

/** What strerror(3) of glibc says in the C locale: `Success` for 0, `Unknown error n` for numbers it does not know. */
export function errorText(number: number): string {
  return lookupName(errorTexts, number) ?? `Unknown error ${number}`
}

/** All error numbers with their names, in table order. */
export function errnos(): readonly NameRow[] {
  return tableRows(errnoTable)
}
