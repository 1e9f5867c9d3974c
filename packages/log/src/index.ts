/** Bytes of an audit log to records and events. */
export type { ByteSource, ByteStream } from './byte-stream.ts'
export {
  copyEvent,
  type EventId,
  type EventSink,
  type ExactStamp,
  isEnriched,
  type LogEvent,
} from './event.ts'
export type { EventInterest, FieldCondition, PassedEvents, WantedField } from './event-interest.ts'
export {
  type ChunkReader,
  DEFAULT_EVENT_TIMEOUT,
  type LogCounters,
  type LogReaderOptions,
  type MalformedCounters,
} from './log-reader.ts'
export { eventStream, type ReadEventsOptions, readEvents } from './read-events.ts'
export { enrichmentText, type LogRecord, recordLine, recordText } from './record.ts'
export type { EventCounters, LineCounters } from './scan/counters.ts'
export type { EventCompletion } from './scan/event-scan.ts'
export { LogReader } from './sync-log-reader.ts'
