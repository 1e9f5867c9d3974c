/** The tables of a store as text, for people. */
import type { ColumnType } from './column.ts'
import { tables } from './tables.ts'
import { LIST_VIEW_COLUMNS, listViews } from './views.ts'

export function schemaText(): string {
  const parts = tables.map(({ name, about, columns, sortedBy }) => {
    const lines = columns.map(
      (column) =>
        `  ${column.name.padEnd(17)} ${typeText(column.type).padEnd(12)} ${column.required === true ? '' : 'may be null; '}${column.about}`,
    )
    return `${name}: ${about}\n  (in the order of ${sortedBy.join(', ')})\n${lines.join('\n')}\n`
  })
  const views = listViews.map(({ name, about }) => `  ${name.padEnd(17)} ${about}\n`)
  return `${parts.join('\n')}\nViews that make rows of lists, with ${LIST_VIEW_COLUMNS.join(', ')}:\n${views.join('')}`
}

function typeText(type: ColumnType): string {
  if (typeof type === 'string') return type
  if ('list' in type) return `${type.list}[]`
  return `{${type.structs.map(({ name, type: member }) => `${name} ${member}`).join(', ')}}[]`
}
