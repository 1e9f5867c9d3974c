// Record types: their numbers and names, and which of them form an event of their own.
import * as RecordType from './generated/record-type.ts'
import { recordTypeTable } from './generated/record-types.ts'
import { lookupName, lookupNumber, lowerCaseAscii, type NameRow, tableRows } from './name-table.ts'
import { FIRST_OF_MORE_USER_MESSAGES, USER_MESSAGES, VIRTUALIZATION } from './record-type-ranges.ts'

/** What parsing gives for a type word that is neither a known name nor a number (spec 01 §3 rule 7). */
export const UNKNOWN_RECORD_TYPE = -1

/** The name of record type `type` (1334 → `BPF`), or undefined when it has none. */
export function recordTypeName(type: number): string | undefined {
  return lookupName(recordTypeTable, type)
}

/** The name of record type `type`, or `UNKNOWN[type]` when it has none, as logs and reports write it. */
export function formatRecordType(type: number): string {
  return recordTypeName(type) ?? `UNKNOWN[${type}]`
}

let sortedTypes: readonly NameRow[] | undefined

/** All known record types in ascending numeric order; `symbol` is the constant of `linux/audit.h` or `libaudit.h`. */
export function recordTypes(): readonly NameRow[] {
  sortedTypes ??= [...tableRows(recordTypeTable)].sort((a, b) => a.number - b.number)
  return sortedTypes
}

/**
 * The names `-m` offers after a mistake: ascending by number from 1005 to 2599, without 1007-1099 (spec 01 §1.6).
 */
export function offeredRecordTypeNames(): string[] {
  const offered = (type: number) =>
    type <= VIRTUALIZATION[1] &&
    (type >= USER_MESSAGES[0] || type === RecordType.USER || type === RecordType.LOGIN)
  return recordTypes()
    .filter((row) => offered(row.number))
    .map((row) => row.name)
}

/**
 * The number of the type word of a record header (spec 01 §3 rule 7): a name, whatever its case, `UNKNOWN[n]`, or digits;
 * {@link UNKNOWN_RECORD_TYPE} for anything else.
 */
export function parseRecordType(word: string): number {
  return namedType(word) ?? bracketedType(word) ?? leadingNumber(word) ?? UNKNOWN_RECORD_TYPE
}

/** As {@link parseRecordType}, but names must be in upper case: the rule of the auparse library (spec 02 §1.2). */
export function parseRecordTypeExactly(word: string): number {
  return (
    lookupNumber(recordTypeTable, word) ?? bracketedType(word) ?? leadingNumber(word) ?? UNKNOWN_RECORD_TYPE
  )
}

/** What one item of a `-m` list means: a type, or why it is not one. */
export type RecordTypeItem =
  | { readonly kind: 'type'; readonly type: number }
  | { readonly kind: 'not a number' | 'out of range' | 'unknown name' }

/**
 * Reads one item of a `-m` list (spec 01 §6.7): digits that make a number up to 2147483647, a name, whatever its
 * case, or `UNKNOWN[n]`. The word `ALL` and the splitting at commas are the caller's.
 */
export function parseRecordTypeItem(item: string): RecordTypeItem {
  if (/^[0-9]/.test(item)) return numericItem(item)
  const type = namedType(item) ?? bracketedType(item)
  return type === undefined || type < 0 ? { kind: 'unknown name' } : { kind: 'type', type }
}

/**
 * Whether a record of this type is an event of its own, complete as soon as it is read: user-space and daemon messages,
 * EOE, PROCTITLE, MAC_UNLBL_ALLOW to MAC_CALIPSO_DEL, KERNEL and everything from 2100 up (spec 01 §4.1).
 */
export function isSingleRecordType(type: number): boolean {
  if (type >= FIRST_OF_MORE_USER_MESSAGES) return true
  if (type < RecordType.SYSCALL) return type === RecordType.USER || type > RecordType.LOGIN
  return (
    type === RecordType.EOE ||
    type === RecordType.PROCTITLE ||
    (type >= RecordType.MAC_UNLBL_ALLOW && type <= RecordType.MAC_CALIPSO_DEL) ||
    type === RecordType.KERNEL
  )
}

let typesByLowerCaseName: ReadonlyMap<string, number> | undefined

function namedType(word: string): number | undefined {
  const exact = lookupNumber(recordTypeTable, word)
  if (exact !== undefined) return exact
  typesByLowerCaseName ??= new Map(recordTypes().map((row) => [lowerCaseAscii(row.name), row.number]))
  return typesByLowerCaseName.get(lowerCaseAscii(word))
}

/** `UNKNOWN[n]`: only the first seven characters between the brackets are looked at; no digits count as 0. */
function bracketedType(word: string): number | undefined {
  if (!word.startsWith('UNKNOWN[')) return undefined
  const end = word.indexOf(']')
  if (end < 0) return undefined
  const inside = word.slice('UNKNOWN['.length, Math.min(end, 'UNKNOWN['.length + 7))
  return Number(/^[ \t\n\v\f\r]*([+-]?\d+)/.exec(inside)?.[1] ?? 0)
}

/** Leading digits as a C program keeps them in an int: at most 2^63 - 1, then the low 32 bits with their sign. */
function leadingNumber(word: string): number | undefined {
  const digits = /^\d+/.exec(word)?.[0]
  if (digits === undefined) return undefined
  if (digits.length < 10) return Number(digits)
  const significant = digits.replace(/^0+/, '')
  if (significant.length > 19) return -1
  const value = BigInt(significant || 0)
  return value > 0x7fff_ffff_ffff_ffffn ? -1 : Number(BigInt.asIntN(32, value))
}

function numericItem(item: string): RecordTypeItem {
  const digits = /^\d+/.exec(item)?.[0] ?? ''
  const value = Number(digits)
  if (value >= 2 ** 64) return { kind: 'out of range' }
  if (digits.length < item.length) return { kind: 'not a number' }
  return value > 0x7fff_ffff ? { kind: 'out of range' } : { kind: 'type', type: value }
}
