/** Events by the thousand for a store, without a log: hosts `host0`, `host1`, … in turn. */
import type { ColumnBatch } from '../src/columns/column-batch.ts'
import { eventsTable } from '../src/schema/events-table.ts'

/** Time of the first event, milliseconds since 1970. */
export const FIRST_TIME = Date.UTC(2026, 0, 1)

/** Events `first` to `first + rowCount - 1` of a log of `hosts` hosts. */
export function eventBatch(first: number, rowCount: number, hosts: number): ColumnBatch {
  const numbers = Array.from({ length: rowCount }, (_, index) => first + index)
  const columns = eventsTable.columns.map(({ name, type, required }) =>
    numbers.map(
      (number) => eventValue(name, number, hosts) ?? (typeof type === 'string' ? empty(type, required) : []),
    ),
  )
  return { rowCount, columns }
}

function eventValue(column: string, number: number, hosts: number): unknown {
  switch (column) {
    case 'event_id':
      return `host${number % hosts}/${FIRST_TIME / 1000 + number}.000:${number}`
    case 'node':
      return `host${number % hosts}`
    case 'ts':
      return FIRST_TIME + number * 1000
    case 'serial':
    case 'source_event':
      return number
    case 'exe':
      return `/usr/bin/tool${number % 7}`
    case 'main_type':
      return 'SYSCALL'
    case 'types':
      return ['SYSCALL', 'EOE']
    case 'keys':
      return number % 2 === 0 ? ['even'] : []
    default:
      return undefined
  }
}

function empty(type: string, required: true | undefined): unknown {
  if (required !== true) return null
  return type === 'boolean' ? true : type === 'text' || type === 'word' ? '' : 0
}
