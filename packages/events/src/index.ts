/** Audit events for people: read any log, ask it questions, get names, times and texts. */
export { AuditEvent, type AuditField, AuditRecord } from './audit-event.ts'
export type { FieldName, KnownRecordType } from './field-names.ts'
export type { LogSource } from './log-source.ts'
export type { EventQuery, Moment, UserQuery } from './query.ts'
export { type Account, argv, toJson, user } from './questions.ts'
export { AuditLog, type ReadLogOptions, readLog } from './read-log.ts'
