/** What is known of every event without reading it again: a few numbers each. */
import { interpretEvent } from '@ts-audit/auparse'
import { type ByteSpan, createExtractor, noSteps, SearchAttributes } from '@ts-audit/auparse/search'
import type { LogEvent } from '@ts-audit/log'
import { doubles, halves, signs, words } from './column.ts'
import { Dictionary } from './dictionary.ts'
import { EventStore } from './event-store.ts'
import { TypeSets } from './type-sets.ts'

/** What stands between the keys of an event that has several. */
export const KEY_SEPARATOR = '\u0001'
const SEPARATOR = Uint8Array.of(1)
/** So many ids of users are looked up in the log's own names. */
const MOST_NAMED_USERS = 10_000

/** The columns of all events, by ordinal: the first one delivered is 0. */
export class EventIndex {
  readonly store = new EventStore()
  /** Seconds since 1970, with their milliseconds. */
  readonly times = doubles()
  readonly serials = doubles()
  readonly inputs = halves()
  readonly nodes = words()
  readonly types = words()
  readonly users = words()
  readonly exes = words()
  readonly keys = words()
  /** 1 success, 0 failure, -1 unknown. */
  readonly results = signs()
  readonly nodeNames = new Dictionary()
  readonly typeSets = new TypeSets()
  readonly exeNames = new Dictionary()
  readonly keyNames = new Dictionary()
  /** Names that an enriched log has for its users (latin1), by id. */
  readonly userNames = new Map<number, string>()

  readonly #sources = words()
  readonly #starts = doubles()
  readonly #lengths = words()
  readonly #extract = createExtractor(
    { ...noSteps, auid: true, exe: true, key: true, success: true, lenient: true },
    { write: () => {} },
  )
  readonly #attributes = new SearchAttributes()
  readonly #seenUsers = new Set<number>()
  #nodeText: string | undefined
  #nodeNumber = 0
  #keyBytes = new Uint8Array(256)

  get length(): number {
    return this.times.length
  }

  /** Takes an event of one of the inputs, while its bytes are there. */
  add(event: LogEvent, input: number): void {
    const span = this.store.place(event)
    this.#sources.push(span.source)
    this.#starts.push(span.start)
    this.#lengths.push(span.length)
    this.times.push(event.seconds + event.milliseconds / 1000)
    this.serials.push(event.serial)
    this.inputs.push(input)
    this.nodes.push(this.#node(event.node))
    this.types.push(this.typeSets.numberOf(event))
    const found = this.#attributes
    this.#extract(event, found)
    this.users.push(found.auid)
    this.exes.push(textNumber(this.exeNames, found.exe))
    this.keys.push(this.#keyNumber(found.keys))
    this.results.push(found.success === 1 ? 1 : found.success === 0 ? 0 : -1)
    if (!this.#seenUsers.has(found.auid) && this.#seenUsers.size < MOST_NAMED_USERS)
      this.#learn(found.auid, event)
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
    return this.length * (8 * 3 + 4 * 7 + 2 + 1)
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

function textNumber(dictionary: Dictionary, span: ByteSpan | undefined): number {
  return span === undefined ? 0 : dictionary.numberOf(span.bytes, span.start, span.end)
}
