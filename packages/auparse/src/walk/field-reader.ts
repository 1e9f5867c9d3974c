/**
 * The fields of a record for programs: one after the other, as they stand in the bytes, each with its interpretation.
 *
 * It differs from the walk of `-i` and from the library's split where those cut values that people wrote with blanks: a
 * value in quotes ends at its closing quote, a message in `msg='…'` at the last apostrophe of the record, and an
 * enrichment like `AUID="John Doe"` is one value. Words without `=` are no fields.
 */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'
import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_PAREN,
  COLON,
  COMMA,
  EQUALS,
  OPEN_BRACE,
  OPEN_PAREN,
  QUOTE,
  SPACE,
} from '../ascii.ts'
import type { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { fieldType, hasFieldRules } from '../fields/field-type.ts'
import { lowerCaseAscii } from '../fields/lower-case.ts'
import { FieldName, FieldNames, MESSAGE, MOST_NAMES, UNTYPED } from './field-names.ts'
import { HeaderWriter } from './record-header.ts'
import { ANY_NAME_RULED, isAboutSyscall, isArgumentName, startsUnknown } from './record-interpreter.ts'
import { SyscallState } from './syscall-state.ts'
import { ValueWriters } from './value-writers.ts'

const ZERO_WIDE = { high: 0, low: 0 } as const

/** Types whose text depends on more than the value: on the call, or on what came before. */
const DEPENDENT: ReadonlySet<number> = new Set([
  FieldType.ARCH,
  FieldType.SYSCALL,
  FieldType.A0,
  FieldType.A1,
  FieldType.A2,
  FieldType.A3,
  FieldType.HOOK,
  FieldType.FAN_TYPE,
  FieldType.FAN_INFO,
  FieldType.TTY_DATA,
])

/** Reads fields by a cursor: nothing is allocated for a field whose name was seen before. One serves one run. */
export class FieldReader {
  /** The bytes of the record; all positions are in them. */
  bytes: Uint8Array = new Uint8Array(0)
  /** The name of the current field, without brackets or quotes before it. */
  name: FieldName
  nameStart = 0
  nameEnd = 0
  /** Its raw value, quotes and all. */
  start = 0
  end = 0
  /** Whether it stands inside `msg='…'`. */
  inMessage = false
  /** Where the enrichment of the current field stands, once {@link findEntry} has found one. */
  entryStart = 0
  entryEnd = 0
  readonly #context: InterpretContext
  readonly #names = new FieldNames()
  readonly #header: HeaderWriter
  readonly #syscall: SyscallState
  readonly #values: ValueWriters
  readonly #account = this.#names.idOf('acct')
  readonly #first = new FieldName(UNTYPED, new Uint8Array(0), 0)
  #last: FieldName
  #at = 0
  #limit = 0
  /** Where the message ends that the cursor is in; -1 outside of one. */
  #messageEnd = -1
  #record: LogRecord | undefined
  #type = 0
  #isRuled = false
  #isAnyNameRuled = false
  /** By id of a name: where its enrichment stands, if the generation is the current one. */
  readonly #entryStarts = new Int32Array(MOST_NAMES)
  readonly #entryEnds = new Int32Array(MOST_NAMES)
  readonly #entryGenerations = new Int32Array(MOST_NAMES)
  /** By id of a name: how many fields before the current one have it. */
  readonly #earlier = new Int32Array(MOST_NAMES)
  #generation = 0
  #hasEntries = false
  /** Enrichment beyond the first of a name, and of names without an id: by what {@link entryKey} gives. */
  #otherEntries: Map<string, readonly [start: number, end: number]> | undefined
  /** How many fields of each name without an id came before the current one, where there are such entries. */
  #otherEarlier: Map<string, number> | undefined
  /** Which field of its name the current one is, from 0; kept only where the record has enrichment. */
  #occurrence = 0

  /** Texts are written as the context's escape mode says: `raw` gives their bytes. */
  constructor(context: InterpretContext) {
    this.#context = context
    this.#header = new HeaderWriter(context)
    // A wrong name is worse than none.
    this.#syscall = new SyscallState(context, 'nobody')
    this.#values = new ValueWriters(context, this.#syscall)
    this.name = this.#first
    this.#last = this.#first
  }

  /** Begins an event: what earlier events said no longer counts. */
  beginEvent(): void {
    const { memory } = this.#context
    memory.fanType = 2
    memory.arg0 = ZERO_WIDE
    memory.arg1 = ZERO_WIDE
  }

  /** Begins a record of the event; {@link next} then goes to its first field. */
  begin(record: LogRecord, event: LogEvent): void {
    this.#record = record
    this.bytes = record.bytes
    this.#type = record.type
    this.#isRuled = hasFieldRules(record.type)
    this.#isAnyNameRuled = ANY_NAME_RULED.has(record.type)
    this.#loadEnrichment(record)
    const fields = this.#header.fieldsOf(record, event)
    const from = fields < 0 ? record.textEnd : fields
    this.#syscall.begin(record, from)
    this.#at = from
    this.#limit = record.textEnd
    this.#messageEnd = -1
    this.inMessage = false
    this.#last = this.#first
  }

  /** Goes to the next field; false after the last one. */
  next(): boolean {
    const { bytes } = this
    for (;;) {
      const end = this.#messageEnd < 0 ? this.#limit : this.#messageEnd
      let at = this.#at
      while (at < end && bytes[at] === SPACE) at++
      if (at >= end) {
        if (this.#messageEnd < 0) return false
        this.#at = this.#messageEnd + 1
        this.#messageEnd = -1
        this.inMessage = false
        continue
      }
      const expected = this.#last.next
      let nameStart = at
      let equals: number
      let name: FieldName
      if (expected !== undefined && isAt(expected.bytes, bytes, at, end)) {
        equals = at + expected.bytes.length
        name = expected
      } else {
        equals = at
        while (equals < end && bytes[equals] !== EQUALS && bytes[equals] !== SPACE) equals++
        while (nameStart < equals && isBeforeName(bytes[nameStart] as number)) nameStart++
        if (equals === end || bytes[equals] === SPACE || nameStart === equals) {
          this.#at = nameStart === equals && equals < end ? equals + 1 : equals
          continue
        }
        name = this.#names.find(bytes, nameStart, equals)
        this.#last.next = name
      }
      this.#last = name
      if (name.id === MESSAGE && bytes[equals + 1] === APOSTROPHE && this.#messageEnd < 0) {
        this.#at = equals + 2
        this.#messageEnd = messageEnd(bytes, equals + 2, this.#limit)
        this.inMessage = true
        continue
      }
      this.name = name
      this.nameStart = nameStart
      this.nameEnd = equals
      this.#takeValue(equals + 1, end)
      if (this.#hasEntries) this.#countOccurrence()
      return true
    }
  }

  /**
   * Writes the interpretation of the current field; false, with nothing written, where there is none beside the raw value.
   * To be called for every field, in order, since later ones depend on earlier ones.
   */
  writeText(out: ByteSink): boolean {
    const { bytes, start, end, name } = this
    const { id } = name
    const type = this.#typeOf(id)
    const isCall = isAboutSyscall(type)
    if (isCall && !this.#takeSyscall(type)) return false
    if (this.findEntry()) {
      this.#writeEntry(out)
      return true
    }
    if (type === FieldType.SYSCALL && this.#syscall.isNobodys) return false
    const quote = bytes[start]
    if ((quote === QUOTE || quote === APOSTROPHE) && end - start > 1 && bytes[end - 1] === quote) {
      out.writeBytes(bytes, start + 1, end - 1)
      return true
    }
    if (type === FieldType.UNCLASSIFIED || start === end) return false
    // Several keys have a byte 0x01 between them, which programs can split at.
    const writer = type === FieldType.ESCAPED_KEY ? FieldType.ESCAPED : type
    this.#values.write(writer, bytes, start, end, out)
    return true
  }

  /** Begins the fields that auditd added after byte 0x1D; {@link nextEntry} goes to the first. False when there are none. */
  beginEntries(): boolean {
    const record = this.#record
    if (record === undefined || record.textEnd === record.end) return false
    this.#at = record.textEnd + 1
    this.#limit = record.end
    this.inMessage = false
    return true
  }

  /** Goes to the next field of the enrichment; it has no text of its own. */
  nextEntry(): boolean {
    const found = this.#entryAt(this.#at)
    if (found) this.name = this.#names.find(this.bytes, this.nameStart, this.nameEnd)
    return found
  }

  /** The type of the current field. */
  get type(): FieldTypeCode {
    return this.#typeOf(this.name.id) as FieldTypeCode
  }

  #entryAt(from: number): boolean {
    const { bytes } = this
    const limit = this.#limit
    let at = from
    for (;;) {
      while (at < limit && bytes[at] === SPACE) at++
      if (at >= limit) return false
      const nameStart = at
      while (at < limit && bytes[at] !== EQUALS && bytes[at] !== SPACE) at++
      if (at >= limit || bytes[at] === SPACE || at === nameStart) {
        at = Math.min(at + 1, limit)
        continue
      }
      this.nameStart = nameStart
      this.nameEnd = at
      this.start = at + 1
      this.end = entryEnd(bytes, at + 1, limit)
      this.#at = this.end
      return true
    }
  }

  #loadEnrichment(record: LogRecord): void {
    this.#generation = (this.#generation + 1) | 0
    this.#hasEntries = false
    this.#otherEntries = undefined
    this.#otherEarlier = undefined
    if (!this.beginEntries()) return
    this.#hasEntries = true
    const { bytes } = record
    let counts: Map<string, number> | undefined
    while (this.#entryAt(this.#at)) {
      const { id } = this.#names.findLower(bytes, this.nameStart, this.nameEnd)
      if (id !== UNTYPED && this.#entryGenerations[id] !== this.#generation) {
        this.#entryGenerations[id] = this.#generation
        this.#entryStarts[id] = this.start
        this.#entryEnds[id] = this.end
        this.#earlier[id] = 0
        continue
      }
      const name = lowerCaseAscii(latin1(bytes, this.nameStart, this.nameEnd))
      counts ??= new Map()
      const count = counts.get(name) ?? (id === UNTYPED ? 0 : 1)
      counts.set(name, count + 1)
      this.#otherEntries ??= new Map()
      this.#otherEntries.set(entryKey(name, count), [this.start, this.end])
    }
  }

  /** auditd adds an entry for each field it knows, in their order: the second `UID` is about the second `uid`. */
  #countOccurrence(): void {
    const { id } = this.name
    if (id !== UNTYPED) {
      this.#occurrence = (this.#earlier[id] as number)++
      return
    }
    if (this.#otherEntries === undefined) return
    const name = latin1(this.bytes, this.nameStart, this.nameEnd)
    this.#otherEarlier ??= new Map()
    this.#occurrence = this.#otherEarlier.get(name) ?? 0
    this.#otherEarlier.set(name, this.#occurrence + 1)
  }

  /** Whether the record has an enrichment for the current field that says something. */
  findEntry(): boolean {
    if (!this.#hasEntries) return false
    const { id } = this.name
    if (id === UNTYPED || this.#occurrence > 0) {
      const name = latin1(this.bytes, this.nameStart, this.nameEnd)
      const entry = this.#otherEntries?.get(entryKey(name, this.#occurrence))
      if (entry === undefined) return false
      ;[this.entryStart, this.entryEnd] = entry
    } else {
      if (this.#entryGenerations[id] !== this.#generation) return false
      this.entryStart = this.#entryStarts[id] as number
      this.entryEnd = this.#entryEnds[id] as number
    }
    return !startsUnknown(this.bytes, this.entryStart, this.entryEnd)
  }

  /**
   * Whether the text of the current field depends on nothing but its name, its value and its enrichment; then
   * {@link writeText} need not be called for it.
   */
  get isRepeatable(): boolean {
    const { id } = this.name
    if (this.#isRuled || id === this.#account) return false
    return id === UNTYPED || !DEPENDENT.has(this.#names.types[id] as number)
  }

  #writeEntry(out: ByteSink): void {
    const { bytes, entryStart: start, entryEnd: end } = this
    const isQuoted = end - start > 1 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE
    if (isQuoted) out.writeBytes(bytes, start + 1, end - 1)
    else out.writeBytes(bytes, start, end)
  }

  #typeOf(id: number): number {
    const known = id === UNTYPED ? FieldType.UNCLASSIFIED : (this.#names.types[id] as number)
    if (!this.#isRuled && id !== this.#account) return known
    if (this.#type === RecordType.EXECVE) {
      return isArgumentName(this.bytes, this.nameStart, this.nameEnd) ? FieldType.ESCAPED : known
    }
    if (!this.#isAnyNameRuled && (id === UNTYPED || this.#names.ruled[id] === 0)) return known
    const name = latin1(this.bytes, this.nameStart, this.nameEnd)
    return fieldType(this.#type, name, latin1(this.bytes, this.start, this.end))
  }

  /** Learns from `arch` and `syscall`; false when the value is out of range. */
  #takeSyscall(type: number): boolean {
    const syscall = this.#syscall
    syscall.settle()
    if (type === FieldType.ARCH) return syscall.takeArch(this.bytes, this.start, this.end)
    if (type === FieldType.SYSCALL) return syscall.takeNumber(this.bytes, this.start, this.end)
    return true
  }

  #takeValue(start: number, limit: number): void {
    const { bytes } = this
    this.start = start
    const quote = start < limit ? bytes[start] : 0
    if (quote === QUOTE || quote === APOSTROPHE) {
      let close = start + 1
      while (close < limit && bytes[close] !== quote) close++
      const after = close + 1
      if (close < limit && (after === limit || isAfterQuote(bytes[after] as number))) {
        this.end = after
        this.#at = after
        return
      }
    }
    let end = start
    while (end < limit && bytes[end] !== SPACE) end++
    this.#at = end
    if (end > start && bytes[end - 1] === COMMA) end--
    if (end > start && bytes[end - 1] === CLOSE_PAREN && !holds(bytes, OPEN_PAREN, start, end)) end--
    // `acct=root : exe=…` and `acct=root: …` are both in use; other values may well end in a colon.
    if (end > start && bytes[end - 1] === COLON && this.name.id === this.#account) end--
    this.end = end
  }
}

/** What finds the entry of the field that has this name for the time after `count` others. No name holds a blank. */
function entryKey(name: string, count: number): string {
  return `${name} ${count}`
}

/** True when a name and its `=` stand at a position. */
function isAt(name: Uint8Array, bytes: Uint8Array, at: number, end: number): boolean {
  const equals = at + name.length
  if (equals >= end || bytes[equals] !== EQUALS) return false
  for (let index = 0; index < name.length; index++) if (bytes[at + index] !== name[index]) return false
  return true
}

/** What may stand before a name and is no part of it: `(hostname=?, addr=?)`. */
function isBeforeName(byte: number): boolean {
  return byte === OPEN_PAREN || byte === APOSTROPHE || byte === COMMA
}

/** What may follow a closing quote; before anything else the quote is a character of the value. */
function isAfterQuote(byte: number): boolean {
  return byte === SPACE || byte === COMMA || byte === CLOSE_PAREN || byte === APOSTROPHE || byte === COLON
}

/** Where the message ends: at an apostrophe that ends the record, or else at the first one outside of double quotes. */
function messageEnd(bytes: Uint8Array, from: number, limit: number): number {
  let last = limit
  while (last > from && bytes[last - 1] === SPACE) last--
  if (last > from && bytes[last - 1] === APOSTROPHE) return last - 1
  let isQuoted = false
  for (let at = from; at < limit; at++) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted
    else if (bytes[at] === APOSTROPHE && !isQuoted) return at
  }
  return limit
}

/** Where a value of the enrichment ends: after its closing quote or brace, else at a blank. */
function entryEnd(bytes: Uint8Array, start: number, limit: number): number {
  const first = start < limit ? bytes[start] : 0
  const closing = first === QUOTE ? QUOTE : first === OPEN_BRACE ? CLOSE_BRACE : 0
  if (closing !== 0) {
    let close = start + 1
    while (close < limit && bytes[close] !== closing) close++
    if (close < limit && (close + 1 === limit || bytes[close + 1] === SPACE)) return close + 1
  }
  let end = start
  while (end < limit && bytes[end] !== SPACE) end++
  return end
}

function holds(bytes: Uint8Array, byte: number, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return true
  return false
}
