/** Field names and their types, found by their bytes: no string is made for a name that was seen before. */
import { latin1 } from '@ts-audit/log/internal'
import { type FieldTypeCode, fieldTypeOf } from '@ts-audit/tables/field-types'
import { LOWER_A, LOWER_Z, UPPER_A, UPPER_Z } from '../ascii.ts'
import { latin1Bytes } from '../byte-sink.ts'
import { lowerCaseAscii } from '../fields/lower-case.ts'
import type { MemoEntry } from './value-memo.ts'

/** The id of a field without a type. */
export const UNTYPED = -1
/** The id of the field `msg`, whose value is walked into. */
export const MESSAGE = 0
/** Ids are below this. */
export const MOST_NAMES = 256

const SLOTS = 4096
/** Hostile logs may hold any number of names; names with a type are always learned, of the others only this many. */
const MOST_UNTYPED = 512
const LONGEST_LEARNED = 64
/** The bit that makes A–Z into a–z. */
const LOWER = 0x20

/** Names some record types have rules of their own for, and `acct` (spec 03 §2). */
const RULED: ReadonlySet<string> = new Set(['acct', 'fp', 'id', 'mode', 'msg', 'name', 'saddr'])

/** A name that was seen before. */
export class FieldName {
  readonly id: number
  /** Counts the names that are remembered, from 0; -1 for one that is not. */
  readonly number: number
  readonly bytes: Uint8Array
  /** The name in capitals, as auditd writes it in interpretation parts. */
  readonly capitals: Uint8Array
  readonly hash: number
  /** The name that came after this one the last time: nearly always the next one too. */
  next: FieldName | undefined
  /** The value its field had the last time, where the name alone decides its type. */
  seen: MemoEntry | undefined
  /** As {@link next} for names in interpretation parts. */
  nextEntry: FieldName | undefined

  constructor(id: number, bytes: Uint8Array, hash: number, number = -1) {
    this.id = id
    this.number = number
    this.bytes = bytes
    this.capitals = bytes.map(upperByte)
    this.hash = hash
    this.next = undefined
    this.seen = undefined
    this.nextEntry = undefined
  }
}

/** Learns names as they occur; looking a known one up costs a hash of fixed work, one probe and one comparison. */
export class FieldNames {
  /** By id: the type in the table of names. */
  readonly types = new Uint8Array(MOST_NAMES)
  /** By id: 1 where the record type or the value may make it another type. */
  readonly ruled = new Uint8Array(MOST_NAMES)
  readonly #slots: (FieldName | undefined)[] = new Array(SLOTS).fill(undefined)
  readonly #idsByName = new Map<string, number>([['msg', MESSAGE]])
  #untyped = 0
  #remembered = 0

  constructor() {
    this.ruled[MESSAGE] = 1
  }

  /** The name in `bytes`; one without a type has the id {@link UNTYPED}. */
  find(bytes: Uint8Array, start: number, end: number): FieldName {
    const hash = nameHash(bytes, start, end)
    let slot = slotOf(hash)
    for (let known = this.#slots[slot]; known !== undefined; known = this.#slots[slot]) {
      if (known.hash === hash && isSame(known.bytes, bytes, start, end)) return known
      slot = (slot + 1) & (SLOTS - 1)
    }
    return this.#learn(latin1(bytes, start, end), hash, slot)
  }

  /** As {@link find} for a name that is compared in lower case. */
  findLower(bytes: Uint8Array, start: number, end: number): FieldName {
    const hash = nameHash(bytes, start, end)
    let slot = slotOf(hash)
    for (let known = this.#slots[slot]; known !== undefined; known = this.#slots[slot]) {
      if (known.hash === hash && isSameLower(known.bytes, bytes, start, end)) return known
      slot = (slot + 1) & (SLOTS - 1)
    }
    return this.#learn(lowerCaseAscii(latin1(bytes, start, end)), hash, slot)
  }

  /** The id of a name given as text. */
  idOf(name: string): number {
    const type = fieldTypeOf(name)
    return this.#idsByName.get(name) ?? (type === undefined ? UNTYPED : this.#newId(name, type))
  }

  #learn(name: string, hash: number, slot: number): FieldName {
    const id = this.idOf(name)
    const isKept = id !== UNTYPED || (name.length <= LONGEST_LEARNED && ++this.#untyped <= MOST_UNTYPED)
    const known = new FieldName(id, latin1Bytes(name), hash, isKept ? this.#remembered++ : -1)
    if (isKept) this.#slots[slot] = known
    return known
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

/**
 * A hash of a name's length, its first two bytes, its last two and the middle one: enough to tell the names of the
 * kernel apart, and the same work for any length. Upper and lower case have the same hash.
 */
function nameHash(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length < 2) return length === 0 ? 0 : (bytes[start] as number) | LOWER
  const ends = ((bytes[start] as number) | LOWER) * 961 + ((bytes[start + 1] as number) | LOWER) * 31
  const rest = ((bytes[end - 1] as number) | LOWER) * 37 + ((bytes[end - 2] as number) | LOWER)
  return ends + rest * 1543 + ((bytes[start + (length >> 1)] as number) | LOWER) * 257 + length
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & (SLOTS - 1)
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false
  return true
}

/** True when `known` is the lower-case form of the bytes. */
export function isSameLower(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let at = 0; at < known.length; at++)
    if (known[at] !== lowerByte(bytes[start + at] as number)) return false
  return true
}

function upperByte(byte: number): number {
  return byte >= LOWER_A && byte <= LOWER_Z ? byte - 0x20 : byte
}

/** A–Z as a–z, other bytes as they are. */
export function lowerByte(byte: number): number {
  return byte >= UPPER_A && byte <= UPPER_Z ? byte + 0x20 : byte
}
