export { type Compression, compressionOf, compressions } from './compression.ts'
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
export { automaticForms, inputForms } from './input-forms.ts'
export { type InputChoice, InputReader, type InputReaderOptions, type RecordSource } from './input-reader.ts'
export type { InputReport, SourceReport } from './input-report.ts'
export { type Loss, lossMeanings, type UnreadReason, unreadMeanings } from './loss.ts'
