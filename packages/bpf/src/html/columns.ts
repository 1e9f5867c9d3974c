/** Columns of the page's tables: the heading of a field, and how the page shows its value. */
import type { FieldPath, Fields, SimpleField, SimpleKind } from '../fields/field.ts'
import { fieldAt } from '../fields/reading.ts'
import { showDuration, showPageTime } from './numbers.ts'
import type { Column } from './table.ts'

const UNSET = 4294967295

/** A user, with the name where it is known. */
export function showUser(id: number | undefined, name?: string): string {
  if (id === undefined) return ''
  const number = id === UNSET ? 'unset' : String(id)
  return name === undefined || name === number ? number : `${name} (${number})`
}

/** A column, given how to read its value. */
type Kind = (title: string, read: (row: object) => unknown) => Column<object>

const text: Kind = (title, read) => ({ title, text: (row) => String(read(row) ?? '') })
const joined: Kind = (title, read) => ({
  title,
  text: (row) => (read(row) as readonly unknown[] | undefined)?.join(' ') ?? '',
})
const user: Kind = (title, read) => ({ title, text: (row) => showUser(read(row) as number | undefined) })

/** A column of numbers, which sorts by them. */
function numbers(show: (value: number | undefined) => string, look: 'number' | 'time' | 'date'): Kind {
  return (title, read) => {
    const value = read as (row: object) => number | undefined
    return { title, text: (row) => show(value(row)), sort: value, look }
  }
}

const count = /* @__PURE__ */ numbers((value) => String(value ?? ''), 'number')
const rare = /* @__PURE__ */ numbers((value) => (value === 0 ? '' : String(value)), 'number')
const duration = /* @__PURE__ */ numbers(showDuration, 'number')
const time = /* @__PURE__ */ numbers(showPageTime, 'time')
const date = /* @__PURE__ */ numbers((value) => showPageTime(value).replace(/\.\d+Z$/, 'Z'), 'date')

const kinds: Readonly<Record<SimpleKind, Kind>> = {
  text,
  texts: joined,
  word: text,
  words: joined,
  count,
  ordinal: count,
  integer: count,
  ids: joined,
  time,
  duration,
  span: duration,
  user,
  session: user,
  event: text,
  events: joined,
  flag: text,
  mark: text,
}

/** The columns of some fields. */
export function pageColumns<Table extends Fields>(
  table: Table,
  paths: readonly FieldPath<Table>[],
): readonly Column<object>[] {
  return paths.map((path) => pageColumn(table, path))
}

/** The column of a field. */
export function pageColumn<Table extends Fields>(table: Table, path: FieldPath<Table>): Column<object> {
  const { field, name, read } = fieldAt(table, path)
  const column = kindOf(field)(field.title ?? name, read)
  return field.look === 'name' ? { ...column, look: 'name' } : column
}

function kindOf({ kind, look }: SimpleField): Kind {
  if (look === 'rare') return rare
  return look === 'date' ? date : kinds[kind]
}
