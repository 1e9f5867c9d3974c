/** The interpretation part of the record being walked, as positions in its bytes (spec 03 §3). */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { CLOSE_BRACE, EQUALS, OPEN_BRACE, SPACE } from '../ascii.ts'
import { type Enrichment, parseEnrichment } from '../fields/enrichment.ts'
import { FieldName, type FieldNames, isSameLower, MOST_NAMES, UNTYPED } from './field-names.ts'

const ADDRESS = [0x53, 0x41, 0x44, 0x44, 0x52, EQUALS] as const

/** Entries are found by the id of their name; an entry counts when its generation is the current one. */
export class EnrichmentIndex {
  /** The bytes the positions are in. */
  bytes: Uint8Array = new Uint8Array(0)
  /** By name id: first byte of the text. */
  readonly starts = new Int32Array(MOST_NAMES)
  /** By name id: end of the text. */
  readonly ends = new Int32Array(MOST_NAMES)
  readonly #generations = new Int32Array(MOST_NAMES)
  readonly #names: FieldNames
  /** Stands before the first entry. */
  readonly #first = new FieldName(UNTYPED, new Uint8Array(0), 0)
  #generation = 0
  #part: LogRecord | undefined
  #parsed: Enrichment | undefined

  constructor(names: FieldNames) {
    this.#names = names
  }

  /** Forgets the entries: the record has no interpretation part, or it is discarded (spec 02 §5.4). */
  clear(): void {
    this.#generation = (this.#generation + 1) | 0
    this.#part = undefined
    this.#parsed = undefined
  }

  /** Takes the entries of a record. */
  load(record: LogRecord): void {
    this.clear()
    if (record.textEnd === record.end) return
    this.#part = record
    this.bytes = record.bytes
    const start = record.textEnd + 1
    if (ADDRESS.every((byte, at) => start + at < record.end && record.bytes[start + at] === byte)) {
      this.#loadAddress(start + ADDRESS.length, record.end)
    } else this.#loadEntries(start, record.end)
  }

  /** True when there is an entry of this name. */
  has(id: number): boolean {
    return this.#part !== undefined && this.#generations[id] === this.#generation
  }

  /** All entries by name, for names that have no id. */
  get parsed(): Enrichment | undefined {
    const part = this.#part
    if (part === undefined) return undefined
    this.#parsed ??= parseEnrichment(latin1(part.bytes, part.textEnd + 1, part.end))
    return this.#parsed
  }

  #loadEntries(start: number, end: number): void {
    const { bytes } = this
    let last = this.#first
    let at = start
    while (at < end) {
      const name = at
      const expected = last.nextEntry
      const known = expected !== undefined && this.#isEntry(expected, at, end) ? expected : undefined
      if (known !== undefined) at += known.bytes.length
      else while (at < end && bytes[at] !== EQUALS && bytes[at] !== SPACE) at++
      const equals = at
      while (at < end && bytes[at] !== SPACE) at++
      if (equals < at) {
        last.nextEntry = known ?? this.#names.findLower(bytes, name, equals)
        last = last.nextEntry
        this.#add(last.id, equals + 1, at)
      }
      at++
    }
  }

  /** True when the entry at `at` is of this name, which is nearly always in capitals. */
  #isEntry(name: FieldName, at: number, end: number): boolean {
    const { bytes } = this
    const { capitals } = name
    const equals = at + capitals.length
    if (equals >= end || bytes[equals] !== EQUALS) return false
    for (let index = 0; index < capitals.length; index++) {
      if (bytes[at + index] !== capitals[index]) return isSameLower(name.bytes, bytes, at, equals)
    }
    return true
  }

  #loadAddress(start: number, end: number): void {
    const open = this.bytes.indexOf(OPEN_BRACE, start)
    const close = open < 0 ? -1 : this.bytes.indexOf(CLOSE_BRACE, open)
    if (open >= 0 && open < end && close >= 0 && close < end) this.#add(this.#names.idOf('saddr'), open, end)
  }

  #add(id: number, start: number, end: number): void {
    if (id === UNTYPED || this.#generations[id] === this.#generation) return
    this.#generations[id] = this.#generation
    this.starts[id] = start
    this.ends[id] = end
  }
}
