/** All tables of a fleet's store. */
import type { Table } from './column.ts'
import { eventsTable } from './events-table.ts'
import { findingsTable } from './findings-table.ts'
import { bpfLinesTable, pendingNodesTable, sourcesTable } from './import-tables.ts'
import { programsTable } from './programs-table.ts'
import { recordsTable } from './records-table.ts'

/** Raised when a column changes its meaning: a store of another number is refused. */
export const STORE_SCHEMA = 'ts-audit-fleet/3'

export const tables: readonly Table[] = [
  eventsTable,
  recordsTable,
  programsTable,
  findingsTable,
  sourcesTable,
  bpfLinesTable,
  pendingNodesTable,
]
