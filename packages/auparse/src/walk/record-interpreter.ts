/** The `-i` walk: a record printed with its values interpreted, from bytes to bytes (spec 02 §5). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'
import {
  APOSTROPHE,
  COLON,
  COMMA,
  EQUALS,
  LOWER_A,
  LOWER_U,
  NEWLINE,
  OPEN_PAREN,
  QUOTE,
  SPACE,
} from '../ascii.ts'
import { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { fieldType, hasFieldRules } from '../fields/field-type.ts'
import { unquote } from '../interpret/hex.ts'
import { enrichedText } from '../interpret/interpret-value.ts'
import { conversionError } from '../interpret/interpreter.ts'
import { EnrichmentIndex } from './enrichment-index.ts'
import { EscapedWriter } from './escaped-bytes.ts'
import { type FieldName, FieldNames, MESSAGE, UNTYPED } from './field-names.ts'
import { HeaderWriter, NO_STAMP, OPEN_STAMP } from './record-header.ts'
import { SyscallState } from './syscall-state.ts'
import type { MemoEntry } from './value-memo.ts'
import { ValueWriters } from './value-writers.ts'

const NOWHERE = -1
/** What the interpretation part says of unknown ids. */
const UNKNOWN = 'unknown-'

/** Record types in which a field of any name may have another type than the table of names says. */
export const ANY_NAME_RULED: ReadonlySet<number> = new Set([
  RecordType.EXECVE,
  RecordType.TRUSTED_APP,
  RecordType.USER_TTY,
])

/**
 * Writes interpreted records. One serves one run: it remembers the context's names, the values it saw, and what the
 * format carries from record to record. Nothing is allocated per field unless a value is new, and names that
 * come in the order of the previous record are only compared (together a third of the time of the plain walk).
 */
export class RecordInterpreter {
  readonly #names = new FieldNames()
  readonly #account = this.#names.idOf('acct')
  readonly #enrichment = new EnrichmentIndex(this.#names)
  readonly #header: HeaderWriter
  readonly #syscall: SyscallState
  readonly #values: ValueWriters
  readonly #escaped: EscapedWriter
  #out = new ByteSink()
  #bytes: Uint8Array = new Uint8Array(0)
  #end = 0
  #type = 0
  #ruled = false
  #anyNameRuled = false
  /** The last value ended at a comma. */
  #comma = false

  constructor(context: InterpretContext) {
    this.#header = new HeaderWriter(context)
    this.#syscall = new SyscallState(context)
    this.#values = new ValueWriters(context, this.#syscall)
    this.#escaped = new EscapedWriter(context.escape)
  }

  /**
   * Writes a record of `event`, newline included. False, with nothing written, when the record has no `(`: the
   * reference says `can't find time stamp` on stderr then. `enrichedBy` is the record whose interpretation part is
   * used: its own, except for a quirk of searches by user name (spec 02 §5.4).
   */
  write(record: LogRecord, event: LogEvent, out: ByteSink, enrichedBy: LogRecord = record): boolean {
    const from = this.#header.write(record, event, out)
    if (from === NO_STAMP) return false
    if (from === OPEN_STAMP) return true
    this.#out = out
    this.#bytes = record.bytes
    this.#end = record.textEnd
    this.#type = record.type
    this.#ruled = hasFieldRules(record.type)
    this.#anyNameRuled = ANY_NAME_RULED.has(record.type)
    this.#enrichment.load(enrichedBy)
    this.#syscall.begin(record, from)
    this.#walk(from)
    return true
  }

  /** Remembers the system call arguments that writing these records would leave; they are given from the last written on. */
  recallArguments(records: Iterable<readonly [record: LogRecord, event: LogEvent]>): void {
    const missing = { arg0: true, arg1: true }
    for (const [record, event] of records) {
      if (record.type !== RecordType.SYSCALL) continue
      const from = this.#header.fieldsOf(record, event)
      if (from >= 0) this.#syscall.recall(record, from, missing)
      if (!missing.arg0 && !missing.arg1) return
    }
  }

  /**
   * Copies everything up to each `=` and puts the field's interpretation there. The name of the field is what stands
   * after the last space.
   */
  #walk(from: number): void {
    const bytes = this.#bytes
    const end = this.#end
    const out = this.#out
    let at = from
    let last: FieldName | undefined
    this.#comma = false
    for (;;) {
      out.ensure(end - at + 1)
      let nameStart = at
      let equals = last?.next === undefined ? NOWHERE : this.#copyExpected(last.next, at)
      if (equals === NOWHERE) {
        const target = out.bytes
        let to = out.length
        for (equals = at; equals < end; equals++) {
          const byte = bytes[equals] as number
          target[to++] = byte
          if (byte === EQUALS) break
          if (byte === SPACE) nameStart = equals + 1
        }
        if (equals === end) break
        out.length = to
        const name = this.#names.find(bytes, nameStart, equals)
        if (last !== undefined) last.next = name
        last = name
      } else last = last?.next as FieldName
      this.#comma = false
      at = last.id === MESSAGE ? equals + 1 : this.#field(nameStart, equals, last)
    }
    this.#leftOver(at, last !== undefined)
  }

  /** Text after the last field is printed only after a comma; text without any field always. */
  #leftOver(at: number, found: boolean): void {
    const out = this.#out
    if (this.#comma || (!found && at < this.#end)) {
      this.#escaped.writeBytes(this.#bytes, at, this.#end, out)
      out.writeByte(NEWLINE)
    }
    out.writeByte(NEWLINE)
  }

  /** Copies `name=` if that is what stands at `at`; returns where its `=` is, or {@link NOWHERE}. */
  #copyExpected(name: FieldName, at: number): number {
    const bytes = this.#bytes
    const expected = name.bytes
    const equals = at + expected.length
    if (equals >= this.#end || bytes[equals] !== EQUALS) return NOWHERE
    const { bytes: target, length } = this.#out
    for (let index = 0; index < expected.length; index++) {
      const byte = expected[index] as number
      if (bytes[at + index] !== byte) return NOWHERE
      target[length + index] = byte
    }
    target[length + expected.length] = EQUALS
    this.#out.length = length + expected.length + 1
    return equals
  }

  /** Prints the value after the `=` at `equals`; returns where the walk continues. */
  #field(nameStart: number, equals: number, name: FieldName): number {
    const { id, seen } = name
    const first = this.#bytes[nameStart]
    if (first === APOSTROPHE || first === OPEN_PAREN) return this.#markedField(nameStart, equals)
    if (id === UNTYPED && !this.#anyNameRuled) return this.#copyValue(equals + 1)
    if (seen !== undefined && !this.#ruled && !this.#enrichment.has(id)) {
      const stop = this.#repeatedEnd(seen.key, equals + 1)
      if (stop !== NOWHERE) {
        this.#out.writeBytes(seen.text)
        this.#out.writeByte(SPACE)
        return stop
      }
    }
    const label = id !== UNTYPED && this.#names.types[id] === FieldType.MAC_LABEL
    this.#values.remembered = undefined
    const next = this.#typedField(nameStart, equals, id, label)
    if (!this.#ruled) name.seen = this.#repeatable(id, equals + 1) ?? seen
    return next
  }

  /** The value just printed, if it is printed the same wherever it comes again. */
  #repeatable(id: number, start: number): MemoEntry | undefined {
    const type = this.#names.types[id] as number
    const first = this.#bytes[start]
    const quoted = first === QUOTE || first === APOSTROPHE
    return quoted || type === FieldType.ARCH || type === FieldType.HOOK ? undefined : this.#values.remembered
  }

  /** Where the walk continues if `value` stands at `start`, followed by a space or the end; else {@link NOWHERE}. */
  #repeatedEnd(value: Uint8Array, start: number): number {
    const bytes = this.#bytes
    const stop = start + value.length
    if (stop > this.#end || (stop < this.#end && bytes[stop] !== SPACE)) return NOWHERE
    for (let at = 0; at < value.length; at++) if (bytes[start + at] !== value[at]) return NOWHERE
    return Math.min(stop + 1, this.#end)
  }

  /** A name may begin with a quote or brackets, which are not part of it (spec 02 §5.2 steps 5 and 7). */
  #markedField(nameStart: number, equals: number): number {
    const bytes = this.#bytes
    const unquoted = bytes[nameStart] === APOSTROPHE ? nameStart + 1 : nameStart
    let start = unquoted
    while (start < equals && bytes[start] === OPEN_PAREN) start++
    const { id } = this.#names.find(bytes, start, equals)
    const label = start === unquoted && id !== UNTYPED && this.#names.types[id] === FieldType.MAC_LABEL
    return this.#typedField(start, equals, id, label)
  }

  #typedField(nameStart: number, equals: number, id: number, label: boolean): number {
    const start = equals + 1
    const quote = this.#bytes[start]
    if (start < this.#end && (quote === QUOTE || quote === APOSTROPHE)) {
      const close = this.#find(quote, start + 1)
      // The byte after the closing quote is swallowed, whatever it is.
      this.#value(nameStart, equals, id, start, Math.min(close + 1, this.#end))
      return Math.min(close + 2, this.#end)
    }
    const stop = this.#valueEnd(start, label)
    this.#comma = stop < this.#end && this.#bytes[stop] === COMMA
    this.#value(nameStart, equals, id, start, stop)
    return Math.min(stop + 1, this.#end)
  }

  /** Where an unquoted value ends: at a space, or at a comma unless the field is a label. */
  #valueEnd(start: number, label: boolean): number {
    const bytes = this.#bytes
    const end = this.#end
    let at = start
    while (at < end && bytes[at] !== SPACE && (label || bytes[at] !== COMMA)) at++
    return at
  }

  #find(byte: number, start: number): number {
    let at = start
    while (at < this.#end && this.#bytes[at] !== byte) at++
    return at
  }

  /** Copies the value of a field without a type, and the space or comma after it. */
  #copyValue(start: number): number {
    const bytes = this.#bytes
    const end = this.#end
    const out = this.#out
    const quote = bytes[start]
    out.ensure(end - start + 1)
    const target = out.bytes
    let to = out.length
    let at = start
    if (start < end && (quote === QUOTE || quote === APOSTROPHE)) {
      const close = this.#find(quote, start + 1)
      const stop = Math.min(close + 1, end)
      for (; at < stop; at++) target[to++] = bytes[at] as number
      target[to++] = SPACE
    } else {
      for (; at < end; at++) {
        const byte = bytes[at] as number
        if (byte === SPACE || byte === COMMA) break
        target[to++] = byte
      }
      this.#comma = at < end && bytes[at] === COMMA
      target[to++] = this.#comma ? COMMA : SPACE
    }
    out.length = to
    return Math.min(at + 1, end)
  }

  /** Prints a value that stands from `start` to `end`, quotes included, of a field that may have a type. */
  #value(nameStart: number, nameEnd: number, id: number, start: number, end: number): void {
    const out = this.#out
    const bytes = this.#bytes
    const stop = id === this.#account && end > start && bytes[end - 1] === COLON ? end - 1 : end
    const type = this.#typeOf(nameStart, nameEnd, id, start, stop)
    if (type === FieldType.UNCLASSIFIED) {
      out.writeBytes(bytes, start, stop)
      out.writeByte(this.#comma ? COMMA : SPACE)
      return
    }
    if (isAboutSyscall(type) && !this.#takeSyscall(type, start, stop)) return
    if (!this.#writeEnriched(nameStart, nameEnd, id, type)) this.#values.write(type, bytes, start, stop, out)
    if (type !== FieldType.TTY_DATA) out.writeByte(SPACE)
  }
  /** The type of a field: by the table of names, where no rule of the record type or of `acct` comes first. */
  #typeOf(nameStart: number, nameEnd: number, id: number, start: number, end: number): number {
    const known = id === UNTYPED ? FieldType.UNCLASSIFIED : (this.#names.types[id] as number)
    if (!this.#ruled && id !== this.#account) return known
    if (this.#type === RecordType.EXECVE) {
      return isArgumentName(this.#bytes, nameStart, nameEnd) ? FieldType.ESCAPED : known
    }
    if (!this.#anyNameRuled && (id === UNTYPED || this.#names.ruled[id] === 0)) return known
    const name = latin1(this.#bytes, nameStart, nameEnd)
    return fieldType(this.#type, name, latin1(this.#bytes, start, end))
  }

  /** Learns from `arch` and `syscall`; false when the value was out of range and an error was printed for it. */
  #takeSyscall(type: number, start: number, end: number): boolean {
    const syscall = this.#syscall
    syscall.settle()
    if (type === FieldType.ARCH && !syscall.takeArch(this.#bytes, start, end)) {
      return this.#writeRangeError('arch', start, end)
    }
    if (type === FieldType.SYSCALL && !syscall.takeNumber(this.#bytes, start, end)) {
      return this.#writeRangeError('syscall', start, end)
    }
    return true
  }

  #writeRangeError(field: string, start: number, end: number): false {
    this.#out.writeText(`${field} ${conversionError(latin1(this.#bytes, start, end))} `)
    return false
  }

  /** Prints what the interpretation part says of the field, unescaped; false when it says nothing of use. */
  #writeEnriched(nameStart: number, nameEnd: number, id: number, type: number): boolean {
    const entries = this.#enrichment
    let written = false
    if (this.#anyNameRuled || id === UNTYPED) written = this.#writeEnrichedName(nameStart, nameEnd, type)
    else if (entries.has(id))
      written = this.#writeEntry(type, entries.starts[id] as number, entries.ends[id] as number)
    // Looking for the family of a hook makes the reference forget the interpretation part.
    if (!written && type === FieldType.HOOK) entries.clear()
    return written
  }

  #writeEnrichedName(nameStart: number, nameEnd: number, type: number): boolean {
    const { parsed } = this.#enrichment
    if (parsed === undefined) return false
    const name = latin1(this.#bytes, nameStart, nameEnd)
    const text = enrichedText(parsed, name, type as FieldTypeCode)
    if (text !== undefined) this.#out.writeText(type === FieldType.ESCAPED_KEY ? separateKeys(text) : text)
    return text !== undefined
  }

  #writeEntry(type: number, start: number, end: number): boolean {
    const { bytes } = this.#enrichment
    if (startsUnknown(bytes, start, end)) return false
    if (type === FieldType.ESCAPED_KEY) this.#out.writeText(separateKeys(latin1(bytes, start, end)))
    else if (type !== FieldType.UID && type !== FieldType.GID) this.#out.writeBytes(bytes, start, end)
    else if (!copyQuoted(bytes, start, end, this.#out))
      this.#out.writeText(unquote(latin1(bytes, start, end)))
    return true
  }
}

/** Whether a type is the call, its machine or an argument of it. */
export function isAboutSyscall(type: number): boolean {
  return (
    type === FieldType.SYSCALL || type === FieldType.ARCH || (type >= FieldType.A0 && type <= FieldType.A3)
  )
}

/** Names of EXECVE arguments: they begin with `a`, are not `argc`, and hold no `_len` (spec 03 §2 rule 1). */
export function isArgumentName(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || bytes[start] !== LOWER_A) return false
  // `a0` to `a99`, which nearly all are.
  if (end - start <= 3) return true
  const name = latin1(bytes, start, end)
  return name !== 'argc' && !name.includes('_len')
}

/** Several keys in one value have a byte 0x01 between them (spec 02 §5.3). */
function separateKeys(text: string): string {
  return text.replaceAll('\x01', ' key=')
}

export function startsUnknown(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === LOWER_U && latin1(bytes, start, Math.min(start + UNKNOWN.length, end)) === UNKNOWN
}

/** Copies the text of a value that is a pair of quotes around text without quotes; false for other values. */
function copyQuoted(bytes: Uint8Array, start: number, end: number, out: ByteSink): boolean {
  if (end - start < 2 || bytes[start] !== QUOTE || bytes[end - 1] !== QUOTE) return false
  out.ensure(end - start)
  const target = out.bytes
  let to = out.length
  for (let at = start + 1; at < end - 1; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) return false
    target[to++] = byte
  }
  out.length = to
  return true
}
