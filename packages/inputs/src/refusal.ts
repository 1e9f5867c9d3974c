/** Inputs that cannot be read here, with what to give instead. */
import { ascii, startsWith } from './bytes.ts'
import { wideCharset } from './charset.ts'

interface Refusal {
  readonly magic: Uint8Array
  /** Where it stands, when not at the beginning. */
  readonly at?: number
  readonly advice: string
}

const refusals: readonly Refusal[] = [
  {
    magic: ascii('LPKSHHRH'),
    advice:
      "a journal file of systemd's: give what journalctl -o export --file FILE _TRANSPORT=audit + _TRANSPORT=kernel prints",
  },
  { magic: ascii('\x7fELF'), advice: 'a program' },
  { magic: ascii('SQLite format 3'), advice: 'a database (SQLite)' },
  { magic: ascii('ustar'), at: 257, advice: 'a tar archive: give what tar -xOf FILE prints' },
  { magic: ascii('PK\x03\x04'), advice: 'a zip archive: unpack it and give the logs' },
]

/** Why an input that begins with these bytes is not read, as a noun with the remedy; undefined for one that is. */
export function refusalOf(beginning: Uint8Array): string | undefined {
  return refusals.find(({ magic, at = 0 }) => startsWith(beginning, at, beginning.length, magic))?.advice
}

/** As {@link refusalOf}, of an input that is read as auditd's log, in one charset. */
export function plainRefusal(beginning: Uint8Array): string | undefined {
  const charset = wideCharset(beginning)
  return charset === undefined ? refusalOf(beginning) : `text in ${charset}`
}
