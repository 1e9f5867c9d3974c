/** What the sibling packages need beyond the public entries. No promise is made for it: it changes with any release. */
export { checkChunk, iterableOf, streamOf } from './byte-stream.ts'
export { copyEvent } from './event.ts'
export { InterestMarks } from './event-interest.ts'
export { eventOfLine } from './event-of-line.ts'
export { secondsText, serialText } from './id-text.ts'
export { LINE_LIMIT } from './line-scanner.ts'
export { openLogReader } from './open-log-reader.ts'
export {
  copyBytes,
  enrichmentText,
  indexOfBytes,
  latin1,
  PLAIN,
  recordOf,
  recordText,
  TERMINATED,
} from './record.ts'
export { TextOccurrences } from './text-occurrences.ts'
export { WasmCode, type WasmNumber } from './wasm-code.ts'
