/** Readers of parts of a log, for the commands: what loads in a browser does not reach them. No promise is made for them. */
export { type PartCounts, PartReader, type PartReaderOptions } from './part-reader.ts'
