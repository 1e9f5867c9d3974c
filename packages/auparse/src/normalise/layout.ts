/** The field names of records, learned as they occur: records of one kind nearly always have the same names. */
import { latin1 } from '@ts-audit/log/internal'
import { FieldType, type FieldTypeCode, fieldTypeOf } from '@ts-audit/tables/field-types'
import { OPEN_PAREN } from '../ascii.ts'
import { latin1Bytes } from '../byte-sink.ts'

/** Hostile logs may hold any number of names: beyond these all are forgotten. */
const MOST_LEARNED_BYTES = 16_000_000
const MOST_FOLLOWERS = 32
/** Roughly the bytes that a layout takes besides its name: the object, and its list of names. */
const LAYOUT_COST = 100
const COST_PER_NAME = 40

/**
 * A record with more fields than this has no layout. So many names hardly ever come again in the same order, so learning
 * them costs more than it saves: a system call's record has 30 fields, only long command lines and hostile records have more.
 */
export const MOST_FIELDS = 256

/** The names of a record's fields up to one of them; the layout of the last field stands for the record's layout. */
export class Layout {
  /** Name of the last field, as text and as bytes. */
  readonly name: string
  readonly bytes: Uint8Array
  /**
   * True for names that need a look at the value, or that may be written in several ways (spec 03 §1.3), and for the field
   * that is one too many.
   */
  readonly special: boolean
  readonly count: number
  /** The layout that came after this one the last time. */
  next: Layout | undefined = undefined
  readonly #before: Layout | undefined
  readonly #followers: Layout[] = []
  #names: readonly string[] | undefined = undefined
  #types: readonly FieldTypeCode[] | undefined = undefined
  #places: ReadonlyMap<string, number> | undefined = undefined

  constructor(name: string, before: Layout | undefined) {
    this.name = name
    this.bytes = latin1Bytes(name)
    this.count = before === undefined ? 0 : before.count + 1
    this.special =
      name === 'msg' || name === 'key' || name.charCodeAt(0) === OPEN_PAREN || this.count > MOST_FIELDS
    this.#before = before
  }

  /** All names, in the order of the record. */
  get names(): readonly string[] {
    this.#names ??= this.#listNames()
    return this.#names
  }

  #listNames(): readonly string[] {
    const names: string[] = []
    let layout: Layout = this
    while (layout.#before !== undefined) {
      names.push(layout.name)
      layout = layout.#before
    }
    return names.reverse()
  }

  /** Number of the first field of this name from a given field on; -1 when there is none. */
  find(name: string, from: number): number {
    this.#places ??= new Map(this.names.map((each, field) => [each, field] as const).reverse())
    const first = this.#places.get(name) ?? -1
    return first === -1 || first >= from ? first : this.names.indexOf(name, from)
  }

  /** The type of a field, by its name alone. */
  fieldType(field: number): FieldTypeCode {
    this.#types ??= this.names.map((name) => fieldTypeOf(name) ?? FieldType.UNCLASSIFIED)
    return this.#types[field] ?? FieldType.UNCLASSIFIED
  }

  /** The known layout that has one more field of this name. */
  follower(bytes: Uint8Array, start: number, end: number): Layout | undefined {
    return this.#followers.find((layout) => isName(layout.bytes, bytes, start, end))
  }

  /** Learns what comes after this. */
  add(layout: Layout): void {
    if (this.#followers.length >= MOST_FOLLOWERS) this.#followers.length = 0
    this.#followers.push(layout)
  }
}

/** All layouts of a run. */
export class Layouts {
  readonly #empty = new Map<number, Layout>()
  #learned = 0
  #generation = 0

  /** How often all have been forgotten. Code that keeps layouts should drop those of an earlier generation. */
  get generation(): number {
    return this.#generation
  }

  /** The layout of a record without fields, from which all others of its record type follow. */
  empty(type: number): Layout {
    const known = this.#empty.get(type)
    return known !== undefined && this.#learned <= MOST_LEARNED_BYTES ? known : this.#begin(type)
  }

  #begin(type: number): Layout {
    if (this.#learned > MOST_LEARNED_BYTES) {
      this.#empty.clear()
      this.#learned = 0
      this.#generation++
    }
    const layout = new Layout('', undefined)
    this.#learned += LAYOUT_COST
    this.#empty.set(type, layout)
    return layout
  }

  /** The layout that has one field more than `before`, whose name stands in `bytes`. */
  after(before: Layout, bytes: Uint8Array, start: number, end: number): Layout {
    const { next } = before
    if (next !== undefined && isName(next.bytes, bytes, start, end)) return next
    let layout = before.follower(bytes, start, end)
    if (layout === undefined) {
      layout = new Layout(latin1(bytes, start, end), before)
      this.#learned += layout.name.length + LAYOUT_COST + layout.count * COST_PER_NAME
      before.add(layout)
    }
    before.next = layout
    return layout
  }
}

function isName(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false
  return true
}
