/** The types of ClickHouse for the columns of a store. */
import type { Column, ColumnType, ScalarType } from '../../schema/column.ts'

const SCALARS: Readonly<Record<ScalarType, string>> = {
  text: 'String',
  word: 'String',
  bytes: 'String',
  boolean: 'Bool',
  int32: 'Int32',
  uint32: 'UInt32',
  int64: 'Int64',
  uint64: 'UInt64',
  timestamp: "DateTime64(3, 'UTC')",
}

/** The type as it is kept: words as dictionaries. */
export function storedType({ type, required }: Column): string {
  return typeText(type, required === true, true)
}

/** The type as it is sent: the same without dictionaries, which the server makes. */
export function sentType({ type, required }: Column): string {
  return typeText(type, required === true, false)
}

function typeText(type: ColumnType, isRequired: boolean, hasDictionaries: boolean): string {
  if (typeof type === 'string') return scalar(type, !isRequired, hasDictionaries)
  if ('list' in type) return `Array(${scalar(type.list, false, hasDictionaries)})`
  const members = type.structs.map(
    ({ name, type: member }) => `${name} ${scalar(member, true, hasDictionaries)}`,
  )
  return `Array(Tuple(${members.join(', ')}))`
}

function scalar(type: ScalarType, isNullable: boolean, hasDictionaries: boolean): string {
  const name = isNullable ? `Nullable(${SCALARS[type]})` : SCALARS[type]
  return type === 'word' && hasDictionaries ? `LowCardinality(${name})` : name
}
