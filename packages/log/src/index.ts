export {
  copyEvent,
  type EventId,
  type EventSink,
  type ExactStamp,
  isEnriched,
  type LogEvent,
} from './event.ts'
export { enrichmentText, type LogRecord, latin1, recordLine, recordText } from './record.ts'
