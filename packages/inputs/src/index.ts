export { type Compression, compressionOf, compressions } from './compression/compressions.ts'
export {
  type DecompressedInput,
  type DecompressionWarning,
  type DecompressOptions,
  decompress,
} from './compression/decompress.ts'
export { CompressionError, type CompressionProblem, type DecompressionLimits } from './compression/limits.ts'
export type { InputChoice } from './input-choice.ts'
export type {
  BlockForm,
  BlockReader,
  FormOutput,
  InputForm,
  LineForm,
  LineReader,
  ObjectForm,
  ObjectReader,
} from './input-form.ts'
export { inputFormatWords } from './input-format-words.ts'
export { automaticForms, type ChosenForms, chosenForms, inputForms } from './input-forms.ts'
export { inputNotes, type NoteOptions } from './input-notes.ts'
export { InputReader, type InputReaderOptions, type RecordSource, type StartedLog } from './input-reader.ts'
export type { InputReport, LineReport, SourceReport } from './input-report.ts'
export type { InputSource } from './input-source.ts'
export { type Loss, lossMeanings, type UnreadReason, unreadMeanings } from './loss.ts'
export { PlainReader, type PlainReaderOptions } from './plain-reader.ts'
export {
  continueInput,
  type InputEventStream,
  type InputEvents,
  inputEventStream,
  type ReadInputOptions,
  readInput,
} from './read-input.ts'
