export {
  copyEvent,
  type EventId,
  type EventSink,
  type ExactStamp,
  isEnriched,
  type LogEvent,
} from './event.ts'
export type { EventCompletion, EventCounters } from './event-assembler.ts'
export { LINE_LIMIT, type LineCounters } from './line-scanner.ts'
export {
  type ChunkReader,
  DEFAULT_EVENT_TIMEOUT,
  type LogCounters,
  LogReader,
  type LogReaderOptions,
  type MalformedCounters,
} from './log-reader.ts'
export { type ByteSource, eventStream, type ReadEventsOptions, readEvents } from './read-events.ts'
export {
  copyBytes,
  enrichmentText,
  indexOfBytes,
  type LogRecord,
  latin1,
  recordLine,
  recordText,
} from './record.ts'
export { compareStamps, secondsText, serialText } from './stamp-order.ts'
export { WasmCode, type WasmNumber } from './wasm-code.ts'
