/** The output formats without how they are made, which is loaded when it is needed. */
export { type FormatFacts, factsOfFormat, formatFacts, type OutputFormatName } from './format-facts.ts'
export type { FormatContext, FormatMaker } from './format-maker.ts'
export { loadFormat } from './load-format.ts'
