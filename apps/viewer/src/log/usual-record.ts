/** Records as the kernel and most programs write them, read in one pass for what the index keeps of them. */
import { type ActiveSteps, noSteps } from '@ts-audit/auparse/search'
import type { LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { isInRange, USER_MESSAGES } from '@ts-audit/tables/record-type-ranges'

/** What the index looks for in records; what a step cannot read is missing, and nothing else. */
export const WANTED_STEPS: ActiveSteps = {
  ...noSteps,
  auid: true,
  exe: true,
  key: true,
  success: true,
  lenient: true,
}

const SPACE = 0x20
const QUOTE = 0x22
const APOSTROPHE = 0x27
const COLON = 0x3a
const EQUALS = 0x3d
const ZERO = 0x30
const NINE = 0x39
/** Longer ids are left to the extraction of searches. */
const MOST_DIGITS = 10

const NODE = bytesOf('node=')
/** What a record of a system call begins with, behind its header. */
const CALL = [': arch=', ' syscall=', ' success=', ' exit=', ' a0=', ' a1='].map(bytesOf)
const SUCCESS_OF_CALL = 2
const YES = bytesOf('yes ')
const NULL = bytesOf('(null)')
const FAILED = bytesOf('failed')

/** A label counts wherever it stands, also at the end of a longer name. */
const AUID = bytesOf('auid=')
const EXE = bytesOf('exe=')
const KEY = bytesOf('key=')
const ACCOUNT = bytesOf('acct=')
const RESULT = bytesOf('res=')
const LAST = { auid: 0x64, exe: 0x65, key: 0x79, account: 0x74, result: 0x73 }

/**
 * What an extraction with {@link WANTED_STEPS} finds in a record (spec 01 §5.5), in a fraction of the time, for records of which that is
 * plain: nothing but fields, each with a value in which there is no `=`, so that no label stands in a value.
 */
export class UsualRecord {
  auid = 0
  success = 0
  /** Where, in the bytes of the record, the text of `exe` is, and that of the only key; -1 for no key. */
  exeStart = 0
  exeEnd = 0
  keyStart = -1
  keyEnd = -1
  /** The value of the field before {@link #at}. */
  #value = 0
  #isQuoted = false

  /** False for a record that is not so: nothing is known of it then. */
  read(record: LogRecord): boolean {
    if (record.type === RecordType.SYSCALL) return this.#readCall(record)
    return isMessage(record.type) && this.#readMessage(record)
  }

  /** "SYSCALL" of the specification. */
  #readCall({ bytes, start, body, textEnd: end }: LogRecord): boolean {
    let at = behindHeader(bytes, start, body, end)
    for (let label = 0; label < CALL.length; label++) {
      at = after(bytes, CALL[label] as Uint8Array, at, end)
      if (at < 0) return false
      if (label === SUCCESS_OF_CALL) this.success = after(bytes, YES, at, end) < 0 ? 0 : 1
      at = valueEnd(bytes, at, end)
      if (at < 0) return false
    }
    let hasUser = false
    let hasExe = false
    let hasKey = false
    while (at < end) {
      at = this.#field(bytes, at, end)
      if (at < 0) return false
      const last = bytes[this.#value - 2]
      if (last === LAST.auid && !hasUser && this.#is(AUID, bytes)) {
        if (!this.#takeUser(bytes, at, end)) return false
        hasUser = true
      } else if (last === LAST.exe && !hasExe && this.#is(EXE, bytes)) {
        if (!this.#takeExe(at)) return false
        hasExe = true
      } else if (last === LAST.key && !hasKey && this.#is(KEY, bytes)) {
        if (!this.#takeKey(bytes, at)) return false
        hasKey = true
      } else if (last === LAST.result && this.#is(RESULT, bytes)) return false
    }
    return hasUser && hasExe && hasKey
  }

  /** "User messages" of the specification: the account is looked for behind the user, the rest behind the account. */
  #readMessage({ bytes, start, body, textEnd: end }: LogRecord): boolean {
    let at = behindHeader(bytes, start, body, end) + 1
    let hasUser = false
    let hasAccount = false
    let hasExe = false
    if (at === 0 || bytes[at - 1] !== COLON || bytes[end - 1] !== APOSTROPHE) return false
    while (at < end) {
      at = this.#field(bytes, at, end)
      if (at < 0) return false
      const last = bytes[this.#value - 2]
      if (last === LAST.auid && !hasUser && this.#is(AUID, bytes)) {
        if (!this.#takeUser(bytes, at, end)) return false
        hasUser = true
      } else if (last === LAST.account && !hasAccount && this.#is(ACCOUNT, bytes)) {
        if (!hasUser || hasExe) return false
        hasAccount = true
      } else if (last === LAST.exe && !hasExe && this.#is(EXE, bytes)) {
        if (!hasUser || !this.#takeExe(at)) return false
        hasExe = true
      } else if (last === LAST.result && this.#is(RESULT, bytes)) {
        this.success = after(bytes, FAILED, this.#value, end) < 0 ? 1 : 0
        this.keyStart = -1
        return hasExe && at === end
      }
    }
    return false
  }

  /** Reads the field that begins behind a space, or behind the apostrophe of a message; gives the position after it, or -1. */
  #field(bytes: Uint8Array, from: number, end: number): number {
    const value = behindLabel(bytes, from + 1, end)
    this.#value = value
    if (value < 0 || value >= end) return -1
    const first = bytes[value]
    this.#isQuoted = first === QUOTE
    if (first === QUOTE) return quotedEnd(bytes, value + 1, end)
    return first === APOSTROPHE ? value : valueEnd(bytes, value, end)
  }

  /** Whether the field has this label. */
  #is(label: Uint8Array, bytes: Uint8Array): boolean {
    const from = this.#value - label.length
    return after(bytes, label, from, this.#value) >= 0
  }

  #takeUser(bytes: Uint8Array, to: number, end: number): boolean {
    const from = this.#value
    if (to === end || to === from || to - from > MOST_DIGITS) return false
    let auid = 0
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
      if (byte < ZERO || byte > NINE) return false
      auid = auid * 10 + byte - ZERO
    }
    this.auid = auid >>> 0
    return true
  }

  #takeExe(to: number): boolean {
    this.exeStart = this.#value + 1
    this.exeEnd = to - 1
    return this.#isQuoted
  }

  #takeKey(bytes: Uint8Array, to: number): boolean {
    const value = this.#value
    this.keyStart = this.#isQuoted ? value + 1 : value
    this.keyEnd = this.#isQuoted ? to - 1 : to
    return this.#isQuoted || (to - value === NULL.length && after(bytes, NULL, value, to) >= 0)
  }
}

/** Whether a record is one of those that programs write, and nothing else. */
function isMessage(type: number): boolean {
  return isInRange(type, USER_MESSAGES) && type !== RecordType.USER_AVC
}

/** The body of a record in whose header no label of a field stands; -1 for others. */
function behindHeader(bytes: Uint8Array, start: number, body: number, end: number): number {
  const node = after(bytes, NODE, start, end)
  return node >= 0 && valueEnd(bytes, node, end) < 0 ? -1 : body
}

/** The position after a text, if it stands at `at`; else -1. */
function after(bytes: Uint8Array, text: Uint8Array, at: number, end: number): number {
  const { length } = text
  if (at < 0 || at + length > end) return -1
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text[index]) return -1
  return at + length
}

/** The position after the next `=`; -1 where a space, or the end, comes before. */
function behindLabel(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === EQUALS) return at + 1
    if (byte === SPACE) return -1
  }
  return -1
}

/** The next space, or the end; -1 where `=` comes before. */
function valueEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === SPACE) return at
    if (byte === EQUALS) return -1
  }
  return end
}

/** The position after the next quote, where a field or the record ends; -1 otherwise, and where `=` comes before. */
function quotedEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) return at + 1 === end || bytes[at + 1] === SPACE ? at + 1 : -1
    if (byte === EQUALS) return -1
  }
  return -1
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
