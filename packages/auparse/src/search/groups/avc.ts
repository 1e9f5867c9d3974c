/** Access decisions of the kernel and of programs: AVC and USER_AVC (spec 01 §5.5). */
import { CLOSE_BRACE, OPEN_BRACE, QUOTE, SPACE } from '../../ascii.ts'
import { toEntryObject, toEntrySubject, toPid } from '../assign.ts'
import { findBytes, toNeedle } from '../byte-span.ts'
import { decodeValue } from '../decode.ts'
import { afterFirstOf, number } from '../number-steps.ts'
import { readPathValue } from '../path-value.ts'
import type { RecordText } from '../record-text.ts'
import { type ContextEntry, type SearchAttributes, UNSET } from '../search-attributes.ts'
import { always, type Procedure, type Step, sequence, when } from '../step.ts'
import { word } from '../text-steps.ts'
import { decisionMessage } from './user-message.ts'

const AVC = toNeedle('avc: ')
const DENIED = toNeedle('denied')
const COMM = toNeedle('comm=')
const FILE = [' path=', ' name='].map(toNeedle)
const CLASS = toNeedle('tclass=')
/** A program's record may lack what comes with these codes of {@link decisionMessage}. */
const LAST_FATAL_CODE = 20

/** The decision and the permissions in braces; `wanted` says whether a result is looked for. */
function decision(wanted: boolean): Step {
  return (text, attributes) => {
    const entry = newEntry()
    text.entry = entry
    const said = text.after(AVC, text.start)
    const brace = said < 0 ? -1 : text.findByte(OPEN_BRACE, said)
    if (brace < 0) return 0
    if (wanted && attributes.success === UNSET) {
      const denied = findBytes(text.bytes, DENIED, said, brace) >= 0
      attributes.success = denied ? 0 : 1
      entry.result = denied ? 'denied' : 'granted'
    }
    return readPermission(text, brace + 1, entry)
  }
}

/**
 * Leaves the cursor after the permission, where the reference leaves a space in the record (seen for `{read}`). For
 * braces with only spaces in them the "permission" is the rest of the record.
 */
function readPermission(text: RecordText, from: number, entry: ContextEntry): number {
  let first = from
  while (first < text.end && text.bytes[first] === SPACE) first++
  const close = text.findByte(CLOSE_BRACE, first)
  if (close < 0) return 2
  let end = close
  while (text.bytes[end - 1] === SPACE) end--
  entry.permission = text.span(first, end < first ? text.end : end)
  text.at = end
  text.overwrite(end)
  return 0
}

function newEntry(): ContextEntry {
  return {
    subject: undefined,
    object: undefined,
    permission: undefined,
    objectClass: undefined,
    result: 'unset',
  }
}

function keepEntry(text: RecordText, attributes: SearchAttributes): void {
  if (text.entry !== undefined) attributes.addEntry(text.entry)
  text.entry = undefined
}

/** Only for an event that has no command name yet. */
const comm: Step = (text, attributes) => {
  if (attributes.comm !== undefined) return 0
  const from = text.after(COMM, text.at)
  if (from < 0) return 5
  if (from < text.end && text.bytes[from] === QUOTE) {
    const quote = text.findByte(QUOTE, from + 1)
    if (quote < 0) return 6
    attributes.comm = text.span(from + 1, quote)
    text.at = quote
    return 0
  }
  attributes.comm = decodeValue(text.bytes, from, text.end)
  text.at = from + 6
  return attributes.comm === undefined ? 11 : 0
}

const file: Step = (text, attributes) => {
  const from = afterFirstOf(text, FILE)
  if (from < 0) return 0
  text.at += 7
  return readPathValue(text, from, attributes)
}

/** Unconditional: a record without a class, as AppArmor writes them, drops its event. */
const objectClass: Step = (text, attributes) => {
  const from = text.after(CLASS, text.at)
  if (from < 0) {
    // For a lenient extraction; otherwise nobody looks at it.
    keepEntry(text, attributes)
    return 9
  }
  const space = text.space(from)
  if (text.entry !== undefined) text.entry.objectClass = text.span(from, space < 0 ? text.end : space)
  keepEntry(text, attributes)
  return 0
}

const decide: Procedure = (active) => decision(active.success)

export const avc = sequence(
  decide,
  when('pid', number('pid=', { unterminated: 3, range: 4 }, toPid)),
  when('comm', comm),
  when('file', file),
  when('subject', word('scontext=', { unterminated: 7 }, toEntrySubject)),
  when('object', word('tcontext=', { unterminated: 8 }, toEntryObject)),
  always(objectClass),
)

/** As {@link avc} up to the braces, then as any user message, some of whose failures do not count. */
export const userAvc: Procedure = (active) => {
  const said = decision(active.success)
  const message = decisionMessage(active)
  return (text, attributes) => {
    const unreadable = said(text, attributes)
    if (unreadable !== 0 && !active.lenient) return unreadable
    text.at = text.start
    const code = message === undefined ? 0 : message(text, attributes)
    const isFatal = code > 0 && code <= LAST_FATAL_CODE
    if (!isFatal || active.lenient) keepEntry(text, attributes)
    if (unreadable !== 0) return unreadable
    return isFatal ? code : 0
  }
}
