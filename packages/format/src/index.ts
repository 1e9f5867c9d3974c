export { createDefaultFormat, type DefaultFormatOptions } from './default.ts'
export type { EventFormat } from './format.ts'
export { createRawFormat } from './raw.ts'
