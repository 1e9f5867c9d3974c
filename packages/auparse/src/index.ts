import { type LogRecord, recordText } from '@ts-audit/log'
export function probe(r: LogRecord): string { return recordText(r) }
export * from './time/index.ts'
