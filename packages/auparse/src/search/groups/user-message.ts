/** What programs write through the audit socket (spec 01 §5.5 "User messages"). */
import * as RecordType from '@ts-audit/tables/record-type'
import { APOSTROPHE, COLON, LOWER_A, LOWER_S, LOWER_U, NINE, SPACE, ZERO } from '../../ascii.ts'
import {
  type AssignText,
  toAuid,
  toComm,
  toEntryClass,
  toEntryObject,
  toEntrySubject,
  toGid,
  toObject,
  toPid,
  toSession,
  toSubject,
  toUid,
  toVm,
} from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { OUT_OF_RANGE, parseDecimal } from '../number.ts'
import { afterFirstOf, number } from '../number-steps.ts'
import { readPathValue } from '../path-value.ts'
import type { RecordText } from '../record-text.ts'
import { fromMark, type Procedure, type Step, sequence, when } from '../step.ts'
import { name, word } from '../text-steps.ts'
import { account, exe, host, setMark, terminal, workingDirectory } from './message-fields.ts'
import { messageResult } from './message-result.ts'

const UID = toNeedle('uid=')
const UUID = toNeedle('uuid=')
const DISK = [' path=', ' new-disk='].map(toNeedle)

const uuid: Step = (text, attributes) => {
  const from = text.after(UUID, text.at)
  if (from < 0) return 0
  let end = from
  while (end < text.end && text.bytes[end] !== SPACE && text.bytes[end] !== COLON) end++
  if (end === from) return 24
  attributes.uuid = text.span(from, end)
  text.at = end
  return 0
}

const disk: Step = (text, attributes) => {
  const from = afterFirstOf(text, DISK)
  if (from < 0) return 0
  text.at = from
  return readPathValue(text, from, attributes)
}

/** A second `uid=`, inside the message, which replaces the one of the process that wrote it. */
const messageUid: Step = (text, attributes) => {
  for (;;) {
    const from = text.after(UID, text.at)
    if (from < 0) return 0
    const before = text.bytes[from - UID.length - 1]
    if (before === LOWER_A) {
      text.at = from - UID.length + 1
      continue
    }
    if (before === LOWER_S || before === LOWER_U) return 0
    if (before !== APOSTROPHE && before !== SPACE) return 25
    const end = digitsEnd(text, from)
    if (end === from) return 14
    const value = parseDecimal(text.bytes, from, end)
    if (value === OUT_OF_RANGE) return text.outOfRange(end, 15)
    toUid(attributes, value)
    text.at = end
    return 0
  }
}

function digitsEnd(text: RecordText, from: number): number {
  let at = from
  while (at < text.end && (text.bytes[at] ?? 0) >= ZERO && (text.bytes[at] ?? 0) <= NINE) at++
  return at
}

/** A word of an access decision; one that ends the record is ignored. */
function decisionWord(field: string, assign: AssignText): Step {
  const needle = toNeedle(field)
  return (text, attributes) => {
    const from = text.after(needle, text.at)
    if (from < 0) return 0
    const space = text.space(from)
    if (space >= 0) assign(attributes, text.span(from, space), text)
    text.at = space < 0 ? from : space
    return 0
  }
}

/** Everything from the account on is searched from the position that earlier steps leave. */
const later = ['account', 'host', 'file', 'terminal', 'exe', 'success'] as const

const beginning = sequence(
  when('pid', number('pid=', { missing: 1, unterminated: 2, range: 3 }, toPid)),
  when('uid', number('uid=', { missing: 4, unterminated: 5, range: 6 }, toUid)),
  when('auid', number(['auid=', 'loginuid='], { missing: 7, unterminated: 8, range: 9 }, toAuid)),
  when('session', number('ses=', { unterminated: 10, range: 11 }, toSession)),
)

const virtualMachine = sequence(when('vm', name('vm=', { unterminated: 23 }, toVm)), when('uuid', uuid))

const ending = sequence(
  when('uid', messageUid),
  when(['comm', ...later], setMark),
  when('comm', name('comm=', { unterminated: 16 }, toComm)),
  when(later, account),
  when(later, setMark),
  when('host', fromMark(host)),
  when('file', fromMark(workingDirectory)),
  when('terminal', fromMark(terminal)),
  when('exe', fromMark(exe)),
  when('success', fromMark(messageResult)),
)

const subject = when('subject', word('subj=', { unterminated: 12 }, toSubject))
const managedGroup = (names: readonly string[]): Procedure =>
  when('gid', number(names, { unterminated: 31, range: 32 }, toGid))

const plain = sequence(beginning, subject, virtualMachine, ending)
const groupChange = sequence(beginning, subject, managedGroup([' id=']), virtualMachine, ending)

/** Record types with fields of their own. */
const special = new Map<number, Procedure>([
  [RecordType.ADD_GROUP, groupChange],
  [RecordType.DEL_GROUP, groupChange],
  [RecordType.GRP_MGMT, sequence(beginning, subject, managedGroup([' id=', 'gid=']), virtualMachine, ending)],
  [RecordType.VIRT_RESOURCE, sequence(beginning, subject, virtualMachine, when('file', disk), ending)],
  [
    RecordType.VIRT_MACHINE_ID,
    sequence(
      beginning,
      subject,
      virtualMachine,
      when('subject', word('vm-ctx=', { unterminated: 27 }, toSubject)),
      when('object', word('img-ctx=', { unterminated: 29 }, toObject)),
      ending,
    ),
  ],
])

/** The procedure of a user message by its type. */
export function userMessage(type: number): Procedure {
  return special.get(type) ?? plain
}

/** The part of a USER_AVC record that is a user message; its contexts go into the decision's entry. */
export const decisionMessage = sequence(
  beginning,
  when('subject', word('subj=', { unterminated: 12 }, toEntrySubject)),
  when('object', decisionWord('tcontext=', toEntryObject)),
  when('object', decisionWord('tclass=', toEntryClass)),
  virtualMachine,
  ending,
)
