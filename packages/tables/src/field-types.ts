// Field types: how the value of a field is to be read, by the name of the field.
import { fieldTypeTable } from './generated/field-types.ts'
import { lookupNumber, type NameRow, tableRows } from './name-table.ts'

/** The public field types of auparse with their codes (spec 03 §2). */
export const FieldType = {
  UNCLASSIFIED: 0,
  UID: 1,
  GID: 2,
  SYSCALL: 3,
  ARCH: 4,
  EXIT: 5,
  ESCAPED: 6,
  PERM: 7,
  MODE: 8,
  SOCKADDR: 9,
  FLAGS: 10,
  PROMISC: 11,
  CAPABILITY: 12,
  SUCCESS: 13,
  A0: 14,
  A1: 15,
  A2: 16,
  A3: 17,
  SIGNAL: 18,
  LIST: 19,
  TTY_DATA: 20,
  SESSION: 21,
  CAP_BITMAP: 22,
  NFPROTO: 23,
  ICMPTYPE: 24,
  PROTOCOL: 25,
  ADDR: 26,
  PERSONALITY: 27,
  SECCOMP: 28,
  OFLAG: 29,
  MMAP: 30,
  MODE_SHORT: 31,
  MAC_LABEL: 32,
  PROCTITLE: 33,
  HOOK: 34,
  NETACTION: 35,
  MACPROTO: 36,
  IOCTL_REQ: 37,
  ESCAPED_KEY: 38,
  ESCAPED_FILE: 39,
  FANOTIFY: 40,
  NLMCGRP: 41,
  RESOLVE: 42,
  TRUST: 43,
  FAN_TYPE: 44,
  FAN_INFO: 45,
  ERRNO: 46,
} as const

/** The name of a field type, without the prefix `AUPARSE_TYPE_`. */
export type FieldTypeName = keyof typeof FieldType

/** The code of a field type. */
export type FieldTypeCode = (typeof FieldType)[FieldTypeName]

/**
 * The type of the fields called exactly `name`, or undefined when the table has none. This is the table alone: the rules
 * that look at the record type and the value first are in auparse (spec 03 §2).
 */
export function fieldTypeOf(name: string): FieldTypeCode | undefined {
  return lookupNumber(fieldTypeTable, name) as FieldTypeCode | undefined
}

/** All names of fields with the codes of their types. */
export function fieldTypes(): readonly NameRow[] {
  return tableRows(fieldTypeTable)
}

let namesByCode: readonly FieldTypeName[] | undefined

/** The name of the field type with this code. */
export function fieldTypeName(code: FieldTypeCode): FieldTypeName {
  namesByCode ??= Object.keys(FieldType) as FieldTypeName[]
  return namesByCode[code] ?? 'UNCLASSIFIED'
}
