/** The statements for DuckDB that make the members of lists rows. */
import { eventsTable } from '../../schema/events-table.ts'
import { LIST_VIEW_COLUMNS, type ListView } from '../../schema/views.ts'

/** The statement that makes a view, anew if it is there. */
export function createListView({ name, list, member }: ListView, kind: 'VIEW' | 'TEMP VIEW'): string {
  const shared = LIST_VIEW_COLUMNS.join(', ')
  return `CREATE OR REPLACE ${kind} ${name} AS SELECT ${shared}, ${members(list, member).join(', ')} FROM (SELECT ${shared}, unnest("${list}") AS one FROM events)`
}

function members(list: ListView['list'], member: string | undefined): readonly string[] {
  if (member !== undefined) return [`one AS "${member}"`]
  const type = eventsTable.columns.find(({ name }) => name === list)?.type
  if (type === undefined || typeof type === 'string' || !('structs' in type)) return []
  return type.structs.map((field) => `one."${field.name}" AS "${field.name}"`)
}
