/** The audit logs of many hosts in one database, and questions to all of them. */
export { ANSWER_FORMATS, type AnswerFormat, answerText } from './answer/answer-text.ts'
export { cellText, jsonValue } from './answer/plain-value.ts'
export type { ColumnBatch } from './columns/column-batch.ts'
export type { Engine, Parameter, Parameters, QueryAnswer, Value } from './engine.ts'
export type { FollowedLog, FollowOptions } from './node/follow-log.ts'
export type { ImportOptions, ImportProgress, ImportResult, ImportSource } from './node/import-logs.ts'
export type { WriteOptions } from './node/write-import.ts'
export { makeReport, type Report } from './reports/make-report.ts'
export { isReportName, type ReportName, type ReportRow, reportNames, reports } from './reports/registry.ts'
export { type ReportFormat, renderReport, reportFormats } from './reports/render/render-report.ts'
export {
  DEFAULT_LIMIT,
  type ReportColumns,
  type ReportColumnType,
  type ReportDefinition,
  type ReportParameters,
  type RowOf,
} from './reports/report-definition.ts'
export type { Column, ColumnType, ScalarType, StructField, Table } from './schema/column.ts'
export { schemaText } from './schema/schema-text.ts'
export { STORE_SCHEMA, tables } from './schema/tables.ts'
export { LIST_VIEW_COLUMNS, type ListView, listViews } from './schema/views.ts'
export { openStore, type Store, type StoreOptions } from './store.ts'
export { StoreError } from './store-error.ts'
