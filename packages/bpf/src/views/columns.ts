/** Columns of a view: the heading of a field, and how the view shows its value. */
import type { FieldPath, Fields, SimpleKind } from '../fields/field.ts'
import { loaderFields } from '../fields/loader.ts'
import type { LoaderField, LoaderIdentity } from '../fields/process.ts'
import { fieldAt } from '../fields/reading.ts'
import type { Formatting } from './formatting.ts'

/** What is of a node, in a log that names nodes. */
interface OfNode {
  readonly node?: string
}

/** No login session. */
const UNSET = 4294967295

/** A column; unknown values are empty. */
export interface ViewColumn<Row> {
  readonly heading: string
  readonly show: (row: Row, format: Formatting) => string
}

type Show = (value: never, format: Formatting, node: string | undefined) => string

const plain: Show = (value: string | number | boolean) => String(value)
const joined: Show = (values: readonly unknown[]) => values.join(',')

/** How a view shows a known value of each kind; only text from the log is escaped. */
const kinds: Readonly<Record<SimpleKind, Show>> = {
  text: (value: string, format) => format.text(value),
  texts: (values: readonly string[], format) => format.text(values.join(',')),
  word: plain,
  words: joined,
  count: plain,
  ordinal: plain,
  integer: plain,
  ids: joined,
  time: (value: number, format) => format.time(value),
  duration: (value: number, format) => format.duration(value),
  span: (value: number, format) => format.duration(value),
  user: (value: number, format, node) => format.user(value, node),
  session: (value: number, format) => (value === UNSET ? format.user(value) : String(value)),
  event: plain,
  events: joined,
  flag: plain,
  mark: plain,
}

/** The columns of some fields. */
export function viewColumns<Table extends Fields>(
  table: Table,
  paths: readonly FieldPath<Table>[],
): readonly ViewColumn<object>[] {
  return paths.map((path) => viewColumn(table, path))
}

/** The column of a field. */
export function viewColumn<Table extends Fields>(table: Table, path: FieldPath<Table>): ViewColumn<object> {
  const { field, name, read } = fieldAt(table, path)
  const show = kinds[field.kind]
  return {
    heading: field.heading ?? name,
    show: (row, format) => {
      const value = read(row)
      return value === undefined ? '' : show(value as never, format, (row as OfNode).node)
    },
  }
}

/** The node, in a report of a log that names nodes. */
export function nodeColumn(nodes: readonly string[]): readonly ViewColumn<object>[] {
  return nodes.length === 0 ? [] : [viewColumn(loaderFields, 'node')]
}

/** A column for each field that loaders are told apart by; the first says which row stands for many of them. */
export function loaderColumns(
  fields: readonly LoaderField[],
): readonly ViewColumn<LoaderIdentity & { readonly others?: true }>[] {
  return fields.map((field, at) => {
    const { heading, show } = viewColumn(loaderFields, field)
    return {
      heading,
      show: (loader, format) => {
        if (loader.others === true) return at === 0 ? '(all others)' : ''
        return show(loader, format)
      },
    }
  })
}

/** The rows of a view, made as they are read. */
export function* viewRows<Row>(
  items: Iterable<Row>,
  columns: readonly ViewColumn<Row>[],
  format: Formatting,
): Generator<readonly string[], void, undefined> {
  for (const item of items) yield columns.map(({ show }) => show(item, format))
}
