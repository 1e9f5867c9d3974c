/** Field names and their types, found by their bytes: no string is made for a name that was seen before. */
import { latin1 } from '@ts-audit/log'
import { FieldType, type FieldTypeCode, fieldTypeOf } from '@ts-audit/tables/field-types'

/** The id of a field without a type. */
export const UNTYPED = -1
/** The id of the field `msg`, whose value is walked into. */
export const MESSAGE = 0
/** Ids are below this. */
export const MOST_NAMES = 256

const SLOTS = 4096
/** Hostile logs may hold any number of names; typed ones are always learned, of the others only so many. */
const MOST_UNTYPED = 512
const LONGEST_LEARNED = 64

/** Names some record types have rules of their own for, and `acct` (spec 03 §2). */
const RULED: ReadonlySet<string> = new Set(['acct', 'fp', 'id', 'mode', 'msg', 'name', 'saddr'])

/**
 * Learns names as they occur. Callers hash the bytes while they scan them ({@link hashByte}), so that looking a known
 * name up costs one probe and one comparison.
 */
export class FieldNames {
  /** By id: the type in the table of names. */
  readonly types = new Uint8Array(MOST_NAMES)
  /** By id: 1 where the record type or the value may make it another type. */
  readonly ruled = new Uint8Array(MOST_NAMES)
  readonly #slots: (LearnedName | undefined)[] = new Array(SLOTS).fill(undefined)
  readonly #idsByName = new Map<string, number>([['msg', MESSAGE]])
  #untyped = 0

  constructor() {
    this.ruled[MESSAGE] = 1
  }

  /** The id of the name in `bytes`, whose hash is given; {@link UNTYPED} for a name without a type. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    let slot = slotOf(hash)
    for (let known = this.#slots[slot]; known !== undefined; known = this.#slots[slot]) {
      if (known.hash === hash && isSame(known.bytes, bytes, start, end)) return known.id
      slot = (slot + 1) & (SLOTS - 1)
    }
    return this.#learn(latin1(bytes, start, end), hash, slot)
  }

  /** As {@link find} for a name that is compared in lower case; the hash is that of the lower-cased bytes. */
  findLower(bytes: Uint8Array, start: number, end: number, hash: number): number {
    let slot = slotOf(hash)
    for (let known = this.#slots[slot]; known !== undefined; known = this.#slots[slot]) {
      if (known.hash === hash && isSameLower(known.bytes, bytes, start, end)) return known.id
      slot = (slot + 1) & (SLOTS - 1)
    }
    const name = latin1(bytes, start, end).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    return this.#learn(name, hash, slot)
  }

  /** The id of a name given as text. */
  idOf(name: string): number {
    const type = fieldTypeOf(name)
    return this.#idsByName.get(name) ?? (type === undefined ? UNTYPED : this.#newId(name, type))
  }

  #learn(name: string, hash: number, slot: number): number {
    if (name.length > LONGEST_LEARNED) return UNTYPED
    const id = this.idOf(name)
    if (id === UNTYPED && ++this.#untyped > MOST_UNTYPED) return UNTYPED
    this.#slots[slot] = { hash, id, bytes: Uint8Array.from(name, (char) => char.charCodeAt(0)) }
    return id
  }

  #newId(name: string, type: FieldTypeCode): number {
    const id = this.#idsByName.size
    if (id >= MOST_NAMES) throw new RangeError(`more than ${MOST_NAMES} field names with a type`)
    this.#idsByName.set(name, id)
    this.types[id] = type
    this.ruled[id] = RULED.has(name) ? 1 : 0
    return id
  }
}

interface LearnedName {
  readonly hash: number
  readonly id: number
  readonly bytes: Uint8Array
}

/** The hash of a text with one more byte; starts at 0. */
export function hashByte(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0
}

/** True for types the table of names does not give. */
export function isUntyped(type: number): boolean {
  return type === FieldType.UNCLASSIFIED
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & (SLOTS - 1)
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false
  return true
}

function isSameLower(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let at = 0; at < known.length; at++)
    if (known[at] !== lowerByte(bytes[start + at] as number)) return false
  return true
}

/** A–Z as a–z, other bytes as they are. */
export function lowerByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
}
