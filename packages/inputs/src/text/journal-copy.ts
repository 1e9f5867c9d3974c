/** A record as journald shows it: `SYSCALL arch=…`, the name of its type before its text, and no id. */
import { recordTypes } from '@ts-audit/tables/record-types'
import { COLON, EQUALS, SPACE, UNDERSCORE } from '../ascii.ts'
import { ascii, digitsEnd, isDigit, isLower, isUpper, latin1Text, startsWith } from '../bytes.ts'

/** What to ask journalctl for instead. */
export const JOURNAL_REMEDY = 'give what journalctl -o export _TRANSPORT=audit + _TRANSPORT=kernel prints'

const MOST_NAME = 32
/** The name that journald gives to types that it does not know. */
const AUDIT = ascii('AUDIT')
/** The name of a first field is shorter. */
const LOOK = 40
const BLOB = ascii(' blob data]')

let names: ReadonlySet<string> | undefined

/** Whether a text is a copy of a record, or says that one is left out: `[29B blob data]`. */
export function isJournalCopy(bytes: Uint8Array, start: number, end: number): boolean {
  return isNamedText(bytes, start, end) || startsWith(bytes, end - BLOB.length, end, BLOB)
}

/** Whether a text is a type and fields. */
export function isNamedText(bytes: Uint8Array, start: number, end: number): boolean {
  if (!isUpper(bytes[start])) return false
  let at = start
  const last = Math.min(end, start + MOST_NAME)
  while (at < last && (isUpper(bytes[at]) || isDigit(bytes[at]) || bytes[at] === UNDERSCORE)) at++
  if (bytes[at] !== SPACE || at >= end || !beginsWithField(bytes, at + 1, end)) return false
  if (startsWith(bytes, start, at, AUDIT) && at - start >= 9) {
    return digitsEnd(bytes, start + AUDIT.length, at) === at
  }
  names ??= new Set(recordTypes().map(({ name }) => name))
  return names.has(latin1Text(bytes, start, at))
}

/** `arch=c000003e …`, `avc:  denied …`, `tty pid=…` */
function beginsWithField(bytes: Uint8Array, start: number, end: number): boolean {
  if (!isLower(bytes[start])) return false
  const last = Math.min(end, start + LOOK)
  for (let at = start; at < last; at++) if (bytes[at] === EQUALS || bytes[at] === COLON) return true
  return false
}
