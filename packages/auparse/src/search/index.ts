/** The attributes of events that searches and reports look at. */
export { type ActiveSteps, noSteps } from './active-steps.ts'
export { type ByteSpan, spanText } from './byte-span.ts'
export { createExtractor, type ExtractionHooks, type Extractor } from './extract.ts'
export {
  type AvcResult,
  type ContextEntry,
  type FileEntry,
  NOT_RECORDED,
  SearchAttributes,
  UNSET,
  UNSET_ID,
} from './search-attributes.ts'
export { createTextEquality, createTextSearch } from './text-search.ts'
