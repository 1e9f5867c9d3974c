/** Which type a field has: by record type, name and value (spec 03 §2). */
import { FieldType, type FieldTypeCode, fieldTypeOf } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'
import { hexLength } from '../interpret/hex.ts'

/** Decides the type of a field, or leaves it to the table of names by answering undefined. */
type TypeRule = (name: string, value: string) => FieldTypeCode | undefined

/** Rules for the record types that override the table of names. */
const RULES: ReadonlyMap<number, TypeRule> = new Map<number, TypeRule>([
  [RecordType.EXECVE, (name) => (isExecveArgument(name) ? FieldType.ESCAPED : undefined)],
  [RecordType.AVC, (name) => (name === 'saddr' ? FieldType.UNCLASSIFIED : undefined)],
  [RecordType.USER_TTY, (name) => (name === 'msg' ? FieldType.ESCAPED : undefined)],
  [RecordType.NETFILTER_PKT, (name) => (name === 'saddr' ? FieldType.ADDR : undefined)],
  [RecordType.MQ_OPEN, (name) => (name === 'mode' ? FieldType.MODE_SHORT : undefined)],
  [RecordType.CRYPTO_KEY_USER, (name) => (name === 'fp' ? FieldType.UNCLASSIFIED : undefined)],
  [RecordType.ADD_GROUP, groupId],
  [RecordType.GRP_MGMT, groupId],
  [RecordType.DEL_GROUP, groupId],
  [RecordType.TRUSTED_APP, trustedAppField],
  [RecordType.KERN_MODULE, (name) => (name === 'name' ? FieldType.ESCAPED : undefined)],
])

/** The type of the field `name=value` in a record of type `recordType`. `value` is raw, with its quotes. */
export function fieldType(recordType: number, name: string, value: string): FieldTypeCode {
  if (name === 'acct' && recordType !== RecordType.EXECVE) return accountType(value)
  return RULES.get(recordType)?.(name, value) ?? fieldTypeOf(name) ?? FieldType.UNCLASSIFIED
}

/** True for record types in which {@link fieldType} is more than the table of names, `acct` aside. */
export function hasFieldRules(recordType: number): boolean {
  return RULES.has(recordType)
}

function isExecveArgument(name: string): boolean {
  return name.startsWith('a') && name !== 'argc' && !name.includes('_len')
}

function groupId(name: string): FieldTypeCode | undefined {
  return name === 'id' ? FieldType.GID : undefined
}

/** Trusted programs may send fields of any name; values that look encoded are decoded. */
function trustedAppField(name: string, value: string): FieldTypeCode | undefined {
  if (fieldTypeOf(name) !== undefined) return undefined
  if (value.startsWith('"')) return FieldType.ESCAPED
  if (name === 'pid') return FieldType.UNCLASSIFIED
  return isHex(value) ? FieldType.ESCAPED : FieldType.UNCLASSIFIED
}

function accountType(value: string): FieldTypeCode {
  return value.startsWith('"') || isHex(value) ? FieldType.ESCAPED : FieldType.UNCLASSIFIED
}

function isHex(value: string): boolean {
  return hexLength(value) === value.length
}
