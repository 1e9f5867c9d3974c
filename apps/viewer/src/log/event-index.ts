/** What is known of every event without reading it again: a few numbers each. */
import { interpretEvent } from '@ts-audit/auparse'
import { type ByteSpan, createExtractor, SearchAttributes, searchedTypes } from '@ts-audit/auparse/search'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { doubles, halves, words } from './column.ts'
import { Dictionary } from './dictionary.ts'
import { EventStore } from './event-store.ts'
import { TypeSets } from './type-sets.ts'
import { UsualRecord, WANTED_STEPS } from './usual-record.ts'

/** What stands between the keys of an event that has several. */
export const KEY_SEPARATOR = '\u0001'
const SEPARATOR = Uint8Array.of(1)
/** So many ids of users are looked up in the log's own names. */
const MOST_NAMED_USERS = 10_000
/** Results of events. */
export const FAILURE = 0
export const SUCCESS = 1
export const NO_RESULT = 2
/** Room for so many events at first. */
const FIRST_ROOM = 1 << 12
/** Bytes of a log for each event, in most logs; more events than this are not expected, but let come. */
const USUAL_BYTES = 700
const MOST_EXPECTED = 1 << 20

/** The columns of all events, by ordinal: the first one delivered is 0. */
export class EventIndex {
  readonly store = new EventStore()
  /** Seconds since 1970, with their milliseconds. */
  readonly times = doubles(this)
  readonly serials = doubles(this)
  readonly inputs = halves(this)
  readonly nodes = words(this)
  readonly types = words(this)
  readonly users = words(this)
  readonly exes = words(this)
  readonly keys = words(this)
  /** {@link SUCCESS}, {@link FAILURE} or {@link NO_RESULT}. */
  readonly results = words(this)
  readonly nodeNames = new Dictionary()
  readonly typeSets = new TypeSets()
  readonly exeNames = new Dictionary()
  readonly keyNames = new Dictionary()
  /** Names that an enriched log has for its users (latin1), by id. */
  readonly userNames = new Map<number, string>()

  readonly #sources = words(this)
  readonly #starts = doubles(this)
  readonly #lengths = words(this)
  readonly #columns = [
    ...[this.times, this.serials, this.#starts],
    ...[this.nodes, this.types, this.users, this.exes, this.keys, this.results, this.#sources, this.#lengths],
    this.inputs,
  ]
  #length = 0
  #room = 0
  readonly #extract = createExtractor(WANTED_STEPS, { write: () => {} })
  readonly #attributes = new SearchAttributes()
  /** By type: 1 for records in which something is looked for. */
  readonly #searched = typeTable(searchedTypes(WANTED_STEPS))
  readonly #usual = new UsualRecord()
  readonly #seenUsers = new Set<number>()
  #latestUser = -1
  #nodeText: string | undefined
  #nodeNumber = 0
  #keyBytes = new Uint8Array(256)

  get length(): number {
    return this.#length
  }

  /** Takes an event of one of the inputs, while its bytes are there. */
  add(event: LogEvent, input: number): void {
    if (this.#length === this.#room) this.#grow(Math.max(FIRST_ROOM, this.#room * 2))
    const ordinal = this.#length++
    const span = this.store.place(event)
    this.#sources.numbers[ordinal] = span.source
    this.#starts.numbers[ordinal] = span.start
    this.#lengths.numbers[ordinal] = span.length
    this.times.numbers[ordinal] = event.seconds + event.milliseconds / 1000
    this.serials.numbers[ordinal] = event.serial
    this.inputs.numbers[ordinal] = input
    this.nodes.numbers[ordinal] = this.#node(event.node)
    this.types.numbers[ordinal] = this.typeSets.numberOf(event)
    const auid = this.#addUsual(event, ordinal) ?? this.#addAny(event, ordinal)
    if (auid === this.#latestUser) return
    this.#latestUser = auid
    if (!this.#seenUsers.has(auid) && this.#seenUsers.size < MOST_NAMED_USERS) this.#learn(auid, event)
  }

  span(ordinal: number): { readonly source: number; readonly start: number; readonly length: number } {
    return {
      source: this.#sources.at(ordinal),
      start: this.#starts.at(ordinal),
      length: this.#lengths.at(ordinal),
    }
  }

  sourceOf(ordinal: number): number {
    return this.#sources.at(ordinal)
  }

  startOf(ordinal: number): number {
    return this.#starts.at(ordinal)
  }

  lengthOf(ordinal: number): number {
    return this.#lengths.at(ordinal)
  }

  /** How much memory the columns take, in bytes. */
  get bytes(): number {
    return this.length * (8 * 3 + 4 * 8 + 2)
  }

  /** Events of so many bytes of a log are going to come: memory that is not used in the end costs nothing. */
  expect(bytes: number): void {
    const events = Math.min(MOST_EXPECTED, Math.ceil(bytes / USUAL_BYTES))
    if (this.#length + events > this.#room) this.#grow(this.#length + events)
  }

  #grow(room: number): void {
    this.#room = room
    for (const column of this.#columns) column.grow(room)
  }

  /** What stands in records; gives the user. */
  #addAny(event: LogEvent, ordinal: number): number {
    const found = this.#attributes
    this.#extract(event, found)
    this.users.numbers[ordinal] = found.auid
    this.exes.numbers[ordinal] = textNumber(this.exeNames, found.exe)
    this.keys.numbers[ordinal] = this.#keyNumber(found.keys)
    const { success } = found
    this.results.numbers[ordinal] = success === SUCCESS || success === FAILURE ? success : NO_RESULT
    return found.auid
  }

  /** As {@link #addAny}, for most events in a tenth of the time; undefined for others. */
  #addUsual({ records }: LogEvent, ordinal: number): number | undefined {
    let only: LogRecord | undefined
    for (const record of records) {
      if (this.#searched[record.type] !== 1) continue
      if (only !== undefined) return undefined
      only = record
    }
    const usual = this.#usual
    if (only === undefined || !usual.read(only)) return undefined
    const { auid, success, exeStart, exeEnd, keyStart, keyEnd } = usual
    this.users.numbers[ordinal] = auid
    this.exes.numbers[ordinal] = this.exeNames.numberOf(only.bytes, exeStart, exeEnd)
    this.keys.numbers[ordinal] = keyStart < 0 ? 0 : this.keyNames.numberOf(only.bytes, keyStart, keyEnd)
    this.results.numbers[ordinal] = success
    return auid
  }

  #node(node: string | undefined): number {
    if (node === undefined) return 0
    if (node !== this.#nodeText) {
      const bytes = Uint8Array.from(node, (character) => character.charCodeAt(0))
      this.#nodeText = node
      this.#nodeNumber = this.nodeNames.numberOf(bytes, 0, bytes.length)
    }
    return this.#nodeNumber
  }

  #keyNumber(keys: readonly ByteSpan[] | undefined): number {
    if (keys === undefined || keys.length === 0) return 0
    const [only] = keys
    if (keys.length === 1) return textNumber(this.keyNames, only)
    let used = 0
    for (const key of keys) {
      const length = key.end - key.start
      if (used + length + 1 > this.#keyBytes.length) {
        const grown = new Uint8Array((used + length + 1) * 2)
        grown.set(this.#keyBytes)
        this.#keyBytes = grown
      }
      if (used > 0) this.#keyBytes.set(SEPARATOR, used++)
      this.#keyBytes.set(key.bytes.subarray(key.start, key.end), used)
      used += length
    }
    return this.keyNames.numberOf(this.#keyBytes, 0, used)
  }

  /** The first event of a user tells the name, where the log is enriched. */
  #learn(auid: number, event: LogEvent): void {
    this.#seenUsers.add(auid)
    if (!event.records.some(({ textEnd, end }) => textEnd !== end)) return
    for (const { fields } of interpretEvent(event)) {
      const field = fields.find(({ name, value }) => name === 'auid' && value === String(auid))
      if (field?.text === undefined || field.text === field.value || /^unknown\(/.test(field.text)) continue
      this.userNames.set(auid, field.text)
      return
    }
  }
}

function typeTable(types: readonly number[]): Uint8Array {
  const table = new Uint8Array(Math.max(...types) + 1)
  for (const type of types) table[type] = 1
  return table
}

function textNumber(dictionary: Dictionary, span: ByteSpan | undefined): number {
  return span === undefined ? 0 : dictionary.numberOf(span.bytes, span.start, span.end)
}
