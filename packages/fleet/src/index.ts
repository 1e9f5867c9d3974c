/** The audit logs of many hosts in one database, and questions to all of them. */
export type { ColumnBatch, Engine, Parameter, Parameters, QueryAnswer, Value } from './engine.ts'
export type { Column, ColumnType, ScalarType, StructField, Table } from './schema/column.ts'
export { STORE_SCHEMA, tables } from './schema/tables.ts'
export { LIST_VIEW_COLUMNS, type ListView, listViews } from './schema/views.ts'
export { openStore, type Store, type StoreOptions } from './store.ts'
export { StoreError } from './store-error.ts'
