/** The fields of a record as texts for the schemas of others, one after the other: found in WebAssembly, or by FieldReader. */
import type { InterpretContext } from '@ts-audit/auparse'
import { ByteSink, FieldReader } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { QUOTE } from '../ascii.ts'
import type { LineWriter } from './json-writer.ts'
import { Field, type NameFacts, nameFacts } from './roles.ts'
import { hexBytes, Texts, utf8Text, withoutNul } from './texts.ts'
import {
  BEGINS_QUOTED,
  END,
  ENTRY_END,
  ENTRY_START,
  ENTRY_TEXT,
  FIELD_NUMBERS,
  FORM,
  IS_QUOTED,
  NAME,
  START,
  TEXT,
  WasmFields,
} from './wasm-fields.ts'

/** Calls and accounts are not remembered beyond this many. */
const MOST_KEPT = 1024
const DIGITS = /^\d{1,10}$/
const CALL = /^\d{1,8}$/
const HEX_DIGITS = /^[\da-f]{1,8}$/
/** Their names depend on their first argument. */
const MULTIPLEXED = /^(?:socketcall|ipc)/

/** Goes from field to field. One serves one run. */
export class FieldCursor {
  /** What is known of the name of the current field. */
  facts: NameFacts
  readonly #fast: WasmFields | undefined
  readonly #reader: FieldReader
  readonly #pool = new Texts()
  readonly #out = new ByteSink()
  /** By number of a name, of {@link WasmFields} and of FieldReader. */
  readonly #fastNames: NameFacts[] = []
  readonly #names: NameFacts[] = []
  #record: LogRecord | undefined
  #event: LogEvent | undefined
  /** Whether the record is read by {@link #reader}; else where the numbers of the current field are, and of the last one end. */
  #isRead = true
  #at = 0
  #end = 0
  /** Whether {@link #reader} has begun the record beside the fast way, which asks it for what it does not know. */
  #isBegun = false
  /** SYSCALL records of the event that the reader has not seen: what it reads later may depend on their arguments. */
  readonly #unseen: LogRecord[] = []
  /** By the text of `arch`: names of system calls by their numbers. */
  readonly #calls = new Map<string, Map<string, string | undefined>>()
  readonly #machines = new Map<string, string | undefined>()

  constructor(context: InterpretContext) {
    const own: InterpretContext = { ...context, escape: 'raw' }
    this.#fast = WasmFields.create(own)
    this.#reader = new FieldReader(own)
    this.facts = nameFacts('')
  }

  /** {@link WasmFields.writeLines}; false where there is no fast way. */
  readonly writeLines: LineWriter = (records, out) => this.#fast?.writeLines(records, out) ?? false

  /** Begins an event. */
  beginEvent(event: LogEvent): void {
    this.#event = event
    this.#unseen.length = 0
    this.#reader.beginEvent()
  }

  /** Begins a record of the event; {@link next} then goes to its first field. */
  begin(record: LogRecord): void {
    this.#record = record
    this.#isBegun = false
    const count = this.#fast?.find(record) ?? -1
    this.#isRead = count < 0
    if (this.#isRead) this.#beginReader(record)
    else {
      this.#at = -FIELD_NUMBERS
      this.#end = FIELD_NUMBERS * count
      if (record.type === RecordType.SYSCALL) this.#unseen.push(record)
    }
  }

  /** Goes to the next field; false after the last one. */
  next(): boolean {
    if (this.#isRead) return this.#readNext()
    this.#at += FIELD_NUMBERS
    if (this.#at >= this.#end) return false
    const fast = this.#fast as WasmFields
    const name = fast.numbers[this.#at + NAME] as number
    this.facts = this.#fastNames[name] ?? this.#learnName(name)
    return true
  }

  /** The value as text, decoded where the kernel encodes such; undefined for one that says nothing. */
  text(): string | undefined {
    if (this.#isRead) return this.#readText()
    const { numbers, texts, decoded } = this.#fast as WasmFields
    const at = this.#at
    const slot = numbers[at + TEXT] as number
    const form = numbers[at + FORM] as number
    if (this.facts.isEncoded && (form & BEGINS_QUOTED) === 0) {
      let plain = slot < 0 ? undefined : decoded[slot]
      if (plain === undefined) {
        plain = this.#decoded() ?? false
        if (slot >= 0) decoded[slot] = plain
      }
      if (plain !== false) return plain
    }
    const text = slot < 0 ? this.#longText(START, END) : (texts[slot] as string)
    return text === '' || ((form & IS_QUOTED) === 0 && (text === '?' || text === '(null)')) ? undefined : text
  }

  /** What the value means, as the interpretation has it; the value itself where it has none. */
  meaning(): string | undefined {
    if (this.#isRead) return this.#readMeaning()
    const entry = this.#entry()
    const { known } = this.facts
    const value = this.text()
    if (value === undefined) return this.#interpreted() ?? value
    if (entry !== undefined) {
      const isNumber =
        known === Field.arch ? HEX_DIGITS.test(value) : known === Field.syscall && isCall(value)
      if (isNumber) return entry
    } else if (this.#record?.type === RecordType.SYSCALL) {
      if (known === Field.arch && this.#at === 0 && HEX_DIGITS.test(value)) return this.#machine(value)
      if (known === Field.syscall && this.#at === FIELD_NUMBERS && isCall(value)) return this.#call(value)
    }
    return this.#interpreted() ?? value
  }

  /** The name of the account whose id is the value: from the enrichment, else from the context's accounts. */
  account(): string | undefined {
    if (this.#isRead) {
      if (!this.#reader.findEntry()) return this.#knownAccount()
      const { bytes, entryStart, entryEnd } = this.#reader
      return accountIn(this.#unquoted(bytes, entryStart, entryEnd))
    }
    const entry = this.#entry()
    return entry === undefined ? this.#knownAccount() : accountIn(entry)
  }

  /** The interpretation of the value; undefined where there is none. */
  interpretation(): string | undefined {
    return this.#isRead ? this.#written() : this.#interpreted()
  }

  /** Calls with where the name and the raw value are. */
  show(
    take: (bytes: Uint8Array, nameStart: number, nameEnd: number, start: number, end: number) => void,
  ): void {
    if (this.#isRead) {
      const { bytes, nameStart, nameEnd, start, end } = this.#reader
      take(bytes, nameStart, nameEnd, start, end)
      return
    }
    const { bytes } = this.#record as LogRecord
    const { start, end } = this.#bounds()
    take(bytes, start - 1 - this.facts.text.length, start - 1, start, end)
  }

  /** Adds keys of an event to those known: a value that holds several has a byte 0x01 between them. */
  addKeys(keys: string[]): void {
    if (!this.#isRead) {
      const { numbers, texts } = this.#fast as WasmFields
      const slot = numbers[this.#at + TEXT] as number
      if (slot >= 0 && ((numbers[this.#at + FORM] as number) & IS_QUOTED) !== 0) {
        addOnce(keys, texts[slot] as string)
        return
      }
    }
    this.show((bytes, _, __, start, end) => {
      const decoded = hexBytes(bytes, start, end)
      if (decoded === undefined) {
        const text = this.#plainText(bytes, start, end)
        if (text !== undefined) addOnce(keys, text)
        return
      }
      for (const key of utf8Text(decoded, 0, decoded.length).split('\x01')) if (key !== '') addOnce(keys, key)
    })
  }

  // The fast way

  #learnName(number: number): NameFacts {
    const facts = nameFacts((this.#fast as WasmFields).nameOf(number))
    this.#fastNames[number] = facts
    return facts
  }

  /** Where the raw value stands in the bytes of the record. */
  #bounds(): { readonly start: number; readonly end: number } {
    const { numbers, shift } = this.#fast as WasmFields
    const quote = ((numbers[this.#at + FORM] as number) & IS_QUOTED) === 0 ? 0 : 1
    return {
      start: (numbers[this.#at + START] as number) + shift - quote,
      end: (numbers[this.#at + END] as number) + shift + quote,
    }
  }

  #decoded(): string | undefined {
    const { numbers, memory } = this.#fast as WasmFields
    const bytes = hexBytes(memory, numbers[this.#at + START] as number, numbers[this.#at + END] as number)
    return bytes === undefined ? undefined : withoutNul(utf8Text(bytes, 0, bytes.length))
  }

  #longText(start: number, end: number): string {
    const { numbers, memory } = this.#fast as WasmFields
    return utf8Text(memory, numbers[this.#at + start] as number, numbers[this.#at + end] as number)
  }

  /** What auditd says of the value; undefined where it says nothing. */
  #entry(): string | undefined {
    const { numbers, texts } = this.#fast as WasmFields
    if (numbers[this.#at + ENTRY_START] === 0) return undefined
    const slot = numbers[this.#at + ENTRY_TEXT] as number
    return slot < 0 ? this.#longText(ENTRY_START, ENTRY_END) : texts[slot]
  }

  /** Asks the reader, which goes on in the record from the field that it was asked about before. */
  #interpreted(): string | undefined {
    const reader = this.#reader
    const { start } = this.#bounds()
    if (!this.#isBegun) {
      this.#beginReader(this.#record as LogRecord)
      this.#isBegun = true
    }
    while (reader.next()) {
      const text = this.#written()
      if (reader.start === start) return text
    }
    return undefined
  }

  #machine(value: string): string | undefined {
    if (this.#machines.has(value)) return this.#machines.get(value)
    const text = this.#interpreted() ?? value
    if (this.#machines.size < MOST_KEPT) this.#machines.set(value, text)
    return text
  }

  /** The name of a call that depends on nothing but the field before, which is `arch`. */
  #call(value: string): string | undefined {
    const { numbers, texts } = this.#fast as WasmFields
    const slot = numbers[TEXT] as number
    const first = this.#fastNames[numbers[NAME] as number]
    if (slot < 0 || first?.known !== Field.arch) return this.#interpreted() ?? value
    const arch = texts[slot] as string
    let calls = this.#calls.get(arch)
    if (calls?.has(value)) return calls.get(value)
    const text = this.#interpreted() ?? value
    if (MULTIPLEXED.test(text)) return text
    if (calls === undefined) {
      calls = new Map()
      if (this.#calls.size < MOST_KEPT) this.#calls.set(arch, calls)
    }
    if (calls.size < MOST_KEPT) calls.set(value, text)
    return text
  }

  /** Of an id that was seen before what was found then. */
  #knownAccount(): string | undefined {
    const { facts } = this
    facts.accounts ??= new Map()
    const { accounts } = facts
    const id = this.text()
    const isPlain = id !== undefined && DIGITS.test(id) && !this.#isQuoted
    if (isPlain && accounts.has(id)) return accounts.get(id)
    const text = this.interpretation()
    const name = text === undefined ? undefined : accountIn(text)
    if (isPlain && accounts.size < MOST_KEPT) accounts.set(id, name)
    return name
  }

  get #isQuoted(): boolean {
    if (this.#isRead) return this.#reader.bytes[this.#reader.start] === QUOTE
    const { numbers } = this.#fast as WasmFields
    return ((numbers[this.#at + FORM] as number) & BEGINS_QUOTED) !== 0
  }

  // The way of FieldReader

  #beginReader(record: LogRecord): void {
    for (const call of this.#unseen) this.#reader.begin(call, this.#event as LogEvent)
    this.#unseen.length = 0
    this.#reader.begin(record, this.#event as LogEvent)
  }

  #readNext(): boolean {
    const reader = this.#reader
    if (!reader.next()) return false
    const { bytes, name, nameStart, nameEnd } = reader
    const { number } = name
    const known = number < 0 ? undefined : this.#names[number]
    this.facts = known ?? nameFacts(latin1(bytes, nameStart, nameEnd))
    if (number >= 0) this.#names[number] = this.facts
    return true
  }

  #readText(): string | undefined {
    const { bytes, start, end } = this.#reader
    if (this.facts.isEncoded && bytes[start] !== QUOTE) {
      const decoded = hexBytes(bytes, start, end)
      if (decoded !== undefined) return withoutNul(utf8Text(decoded, 0, decoded.length))
    }
    return this.#plainText(bytes, start, end)
  }

  #plainText(bytes: Uint8Array, start: number, end: number): string | undefined {
    const isQuoted = end - start > 1 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE
    const text = this.#unquoted(bytes, start, end)
    return text === '' || (!isQuoted && (text === '?' || text === '(null)')) ? undefined : text
  }

  #readMeaning(): string | undefined {
    return this.#written() ?? this.#readText()
  }

  #written(): string | undefined {
    const out = this.#out
    out.length = 0
    return this.#reader.writeText(out) ? utf8Text(out.bytes, 0, out.length) : undefined
  }

  #unquoted(bytes: Uint8Array, start: number, end: number): string {
    const isQuoted = end - start > 1 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE
    return isQuoted ? this.#pool.text(bytes, start + 1, end - 1) : this.#pool.text(bytes, start, end)
  }
}

function isCall(value: string): boolean {
  return CALL.test(value)
}

function addOnce(all: string[], text: string): void {
  if (!all.includes(text)) all.push(text)
}

/** The name in an interpretation of an id, which may say that there is none. */
function accountIn(text: string): string | undefined {
  return text === '' || text === 'unset' || text.startsWith('unknown') ? undefined : text
}
