/** Reads a value of an answer by the name of its type. */
import type { Value } from '../../engine.ts'
import { tables } from '../../schema/tables.ts'
import { StoreError } from '../../store-error.ts'
import type { ByteReader } from './byte-reader.ts'

export type ValueReader = (reader: ByteReader) => Value

/** Columns of bytes: ClickHouse has one type for them and for text. */
const bytesColumns = new Set(
  tables.flatMap(({ columns }) => columns.filter(({ type }) => type === 'bytes').map(({ name }) => name)),
)

/**
 * The reader of a type.
 * @param column the name of the column: one of bytes gives bytes
 * @throws StoreError for a type that is not known
 */
export function readerOf(type: string, column = ''): ValueReader {
  const scalar = SCALARS.get(type)
  if (type === 'String') return bytesColumns.has(column) ? readBytes : readText
  if (scalar !== undefined) return scalar
  const [name, members] = parts(type)
  const [first = ''] = members
  switch (name) {
    case 'Nullable': {
      const read = readerOf(first, column)
      return (reader) => (reader.view.getUint8(reader.take(1)) === 1 ? null : read(reader))
    }
    case 'LowCardinality':
      return readerOf(first, column)
    case 'SimpleAggregateFunction':
      return readerOf(members[1] ?? '', column)
    case 'Array': {
      const read = readerOf(first)
      return (reader) => Array.from({ length: reader.varint() }, () => read(reader))
    }
    case 'Tuple':
      return tupleReader(members)
    case 'Map': {
      const [key, value] = members.map((member) => readerOf(member))
      if (key === undefined || value === undefined) break
      return (reader) => Array.from({ length: reader.varint() }, () => [key(reader), value(reader)])
    }
    case 'FixedString':
      return (reader) => new Uint8Array(reader.bytes(Number(first)))
    case 'DateTime':
      return readSeconds
    case 'DateTime64':
      return ticksReader(Number(first))
    case 'Enum8':
    case 'Enum16':
      return enumReader(name, members)
    default:
  }
  throw new StoreError(
    `the answer has a column ${column} of the type ${type}, which is not read here: ask for toString(${column})`,
  )
}

const readText: ValueReader = (reader) => {
  const bytes = reader.bytes(reader.varint())
  try {
    return fatalDecoder.decode(bytes)
  } catch {
    // What is no UTF-8 is no text: bytes survive.
    return new Uint8Array(bytes)
  }
}
const fatalDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const readBytes: ValueReader = (reader) => new Uint8Array(reader.bytes(reader.varint()))
const readSeconds: ValueReader = (reader) => new Date(reader.view.getUint32(reader.take(4), true) * 1000)

const DAY_MS = 86_400_000

const SCALARS: ReadonlyMap<string, ValueReader> = new Map<string, ValueReader>([
  ['Bool', (reader) => reader.view.getUint8(reader.take(1)) === 1],
  ['UInt8', (reader) => reader.view.getUint8(reader.take(1))],
  ['Int8', (reader) => reader.view.getInt8(reader.take(1))],
  ['UInt16', (reader) => reader.view.getUint16(reader.take(2), true)],
  ['Int16', (reader) => reader.view.getInt16(reader.take(2), true)],
  ['UInt32', (reader) => reader.view.getUint32(reader.take(4), true)],
  ['Int32', (reader) => reader.view.getInt32(reader.take(4), true)],
  ['UInt64', (reader) => reader.view.getBigUint64(reader.take(8), true)],
  ['Int64', (reader) => reader.view.getBigInt64(reader.take(8), true)],
  ['Float32', (reader) => reader.view.getFloat32(reader.take(4), true)],
  ['Float64', (reader) => reader.view.getFloat64(reader.take(8), true)],
  ['Date', (reader) => new Date(reader.view.getUint16(reader.take(2), true) * DAY_MS)],
  ['Date32', (reader) => new Date(reader.view.getInt32(reader.take(4), true) * DAY_MS)],
  ['DateTime', readSeconds],
  ['Nothing', () => null],
])

function ticksReader(precision: number): ValueReader {
  const perMillisecond = 10 ** (precision - 3)
  return (reader) => new Date(Number(reader.view.getBigInt64(reader.take(8), true)) / perMillisecond)
}

function tupleReader(members: readonly string[]): ValueReader {
  const fields = members.map((member, index) => {
    const named = /^(?:`((?:[^`\\]|\\.)*)`|(\w+)) (?=\S)/.exec(member)
    if (named === null) return { name: String(index + 1), read: readerOf(member) }
    return { name: named[1] ?? named[2] ?? '', read: readerOf(member.slice(named[0].length)) }
  })
  return (reader) => Object.fromEntries(fields.map(({ name, read }) => [name, read(reader)]))
}

function enumReader(name: 'Enum8' | 'Enum16', members: readonly string[]): ValueReader {
  const words = new Map(
    members.map((member) => {
      const split = member.lastIndexOf(' = ')
      return [Number(member.slice(split + 3)), member.slice(1, split - 1)] as const
    }),
  )
  return (reader) => {
    const number =
      name === 'Enum8' ? reader.view.getInt8(reader.take(1)) : reader.view.getInt16(reader.take(2), true)
    return words.get(number) ?? null
  }
}

/** `Name(a, b(c, d))` as its name and what stands between the commas outside of inner brackets and quotes. */
function parts(type: string): readonly [string, readonly string[]] {
  const open = type.indexOf('(')
  if (open < 0 || !type.endsWith(')')) return [type, []]
  const members: string[] = []
  let depth = 0
  let start = open + 1
  let quote = ''
  for (let at = start; at < type.length - 1; at++) {
    const char = type.charAt(at)
    if (quote !== '') {
      if (char === '\\') at++
      else if (char === quote) quote = ''
    } else if (char === "'" || char === '`') quote = char
    else if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === ',' && depth === 0) {
      members.push(type.slice(start, at))
      start = at + 2
    }
  }
  members.push(type.slice(start, -1))
  return [type.slice(0, open), members]
}
