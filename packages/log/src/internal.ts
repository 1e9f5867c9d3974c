/** What the sibling packages need beyond the public entries. No promise is made for it: it changes with any release. */
export { checkChunk, iterableOf, streamOf } from './byte-stream.ts'
export { movedRecord } from './event.ts'
export { InterestMarks } from './event-interest.ts'
export { secondsText, serialText } from './id-text.ts'
export { copyBytes, indexOfBytes, latin1 } from './record.ts'
export { TextOccurrences } from './text-occurrences.ts'
export { WasmCode, type WasmNumber } from './wasm-code.ts'
