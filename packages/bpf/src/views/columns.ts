/** Columns of a view: a heading, and what a row shows there. Columns that no row could fill are left out. */
import type { LoaderField, LoaderIdentity } from '../track/loader-table.ts'
import type { Formatting } from './formatting.ts'

/** No login session. */
const UNSET = 4294967295

/** A column; what is unknown is empty. */
export interface ViewColumn<Row> {
  readonly heading: string
  readonly show: (row: Row, format: Formatting) => string
}

/** The node, in a report of a log that names nodes. */
export function nodeColumn(nodes: readonly string[]): readonly ViewColumn<{ readonly node?: string }>[] {
  return nodes.length === 0 ? [] : [{ heading: 'node', show: ({ node }, format) => format.text(node) }]
}

/** A column for each field that loaders are told apart by; the first says which row stands for many of them. */
export function loaderColumns(
  fields: readonly LoaderField[],
): readonly ViewColumn<LoaderIdentity & { readonly others?: true }>[] {
  return fields.map((field, at) => ({
    heading: field,
    show: (loader, format) => {
      if (loader.others === true) return at === 0 ? '(all others)' : ''
      const value = loader[field]
      if (typeof value !== 'number') return format.text(value)
      return field === 'ses' && value !== UNSET ? String(value) : format.user(value)
    },
  }))
}

/** The rows of a view, made while they are read. */
export function* viewRows<Row>(
  items: Iterable<Row>,
  columns: readonly ViewColumn<Row>[],
  format: Formatting,
): Generator<readonly string[], void, undefined> {
  for (const item of items) yield columns.map(({ show }) => show(item, format))
}
