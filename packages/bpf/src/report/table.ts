/** The lists of a report as tables: columns by name, for comma-separated values and the like. */
import type { Field, Fields, SimpleKind } from '../fields/field.ts'
import { findingFields } from '../fields/finding.ts'
import { commandFields, loaderFields } from '../fields/loader.ts'
import { programFields } from '../fields/program.ts'
import { type Reader, readerOf } from '../fields/reading.ts'
import { storyRowFields } from '../fields/story.ts'
import { isoTime } from './iso-time.ts'
import type { ReportPart } from './json.ts'
import type { BpfReport } from './report.ts'

/** The value of a cell; null where the log does not say. Text is latin1. */
export type TableCell = string | number | boolean | null

/** How values are shown. */
export interface TableOptions {
  /** Milliseconds since 1970; default ISO 8601 in UTC. */
  readonly formatTime?: ((milliseconds: number) => string) | undefined
  /** A user id; default the number. */
  readonly formatUser?: ((id: number, node: string | undefined) => string | number) | undefined
}

/** A table; its rows are made as they are read. */
export interface ReportTable {
  readonly columns: readonly string[]
  readonly rows: Iterable<Readonly<Record<string, TableCell>>>
}

interface Show {
  readonly time: (milliseconds: number) => TableCell
  readonly user: (id: number, node: string | undefined) => TableCell
}

type Cell = (value: never, show: Show, node: string | undefined) => TableCell

const plain: Cell = (value: string | number | boolean) => value
const joined: Cell = (values: readonly unknown[]) => values.join(' ')

/** The cell of a known value of each kind. */
const kinds: Readonly<Record<SimpleKind, Cell>> = {
  text: plain,
  texts: joined,
  word: plain,
  words: joined,
  count: plain,
  ordinal: plain,
  integer: plain,
  ids: joined,
  time: (value: number, show) => show.time(value),
  duration: plain,
  span: plain,
  user: (value: number, show, node) => show.user(value, node),
  session: plain,
  event: plain,
  events: joined,
  flag: plain,
  mark: plain,
}

interface TableColumn {
  readonly name: string
  readonly read: Reader
  readonly cell: Cell
}

/** The columns of a table of fields, in their order; fields inside others have columns of their own. */
function tableColumns(fields: Fields): readonly TableColumn[] {
  return Object.entries(fields).flatMap(([name, field]) => fieldColumns(field, [name], name))
}

function fieldColumns(field: Field, path: readonly string[], name: string): readonly TableColumn[] {
  if (!('fields' in field)) return [{ name, read: readerOf(field, path), cell: kinds[field.kind] }]
  const { fields, columns } = field
  const shown = Object.entries(columns ?? Object.fromEntries(Object.keys(fields).map((key) => [key, key])))
  return shown.flatMap(([key, column]) => {
    const inner = fields[key]
    return inner === undefined ? [] : fieldColumns(inner, [...path, key], column)
  })
}

const fieldsOf: Readonly<Record<ReportPart, () => Fields>> = {
  programs: () => programFields,
  loaders: () => loaderFields,
  commands: () => commandFields,
  findings: () => {
    const { node, severity, name, technique, count, loader, evidence, progIds, sentence } = findingFields
    // What people look for comes first.
    const first = { node, severity, name, technique, count, loader, evidence, progIds, sentence }
    return { ...first, ...findingFields }
  },
  // A row for each step.
  stories: () => storyRowFields,
}

/** A list of a report as a table, every value in a column of its own. */
export function reportTable(report: BpfReport, part: ReportPart, options: TableOptions = {}): ReportTable {
  const items: Iterable<object> =
    part === 'stories' ? { [Symbol.iterator]: () => storyRows(report) } : report[part]
  return tableOf(fieldsOf[part](), items, options)
}

/** Items as a table: a column for each field. */
export function tableOf(fields: Fields, items: Iterable<object>, options: TableOptions = {}): ReportTable {
  const { formatTime = isoTime, formatUser = (id: number) => id } = options
  const show: Show = { time: formatTime, user: formatUser }
  const columns = tableColumns(fields)
  return {
    columns: columns.map((column) => column.name),
    rows: {
      *[Symbol.iterator]() {
        for (const item of items) yield tableRow(item, columns, show)
      },
    },
  }
}

function* storyRows({ stories = [] }: BpfReport): Generator<object, void, undefined> {
  for (const { node, session, auid, user, steps } of stories) {
    for (const step of steps) yield { node, session, auid, user, ...step }
  }
}

function tableRow(item: object, columns: readonly TableColumn[], show: Show): Record<string, TableCell> {
  const row: Record<string, TableCell> = {}
  for (const { name, read, cell } of columns) {
    const value = read(item)
    row[name] =
      value === undefined ? null : cell(value as never, show, (item as { readonly node?: string }).node)
  }
  return row
}
