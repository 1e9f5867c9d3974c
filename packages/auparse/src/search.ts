/** The attributes of events that searches and reports look at. */
export { type ActiveSteps, noSteps } from './search/active-steps.ts'
export { type ByteSpan, spanText } from './search/byte-span.ts'
export { createExtractor, type ExtractionHooks, type Extractor, searchedTypes } from './search/extract.ts'
export {
  type AvcResult,
  type ContextEntry,
  type FileEntry,
  IO_URING,
  NOT_RECORDED,
  SearchAttributes,
  UNSET,
  UNSET_ID,
} from './search/search-attributes.ts'
export { SkippedEvents } from './search/skipped-events.ts'
