/** File names and error texts of the system, as they appear in messages. */
import { errnoNumber, errorText } from '@ts-audit/tables/errno'

/** The system's text for an error code: `ENOENT` → `No such file or directory`. */
export function systemErrorText(code: string): string {
  const number = errnoNumber(code)
  return (number === undefined ? undefined : errorText(number)) ?? code
}

/** A file name given as latin1 text of its bytes, as Node's file functions take it. */
export function fileName(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString()
}

/** A file name as latin1 text of its bytes, for messages. */
export function fileNameText(name: string): string {
  return Buffer.from(name).toString('latin1')
}
