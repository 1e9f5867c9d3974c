/** An audit event as output, byte for byte as ausearch prints it. */
export { ByteSink } from '@ts-audit/auparse/internal'
export { type CsvOptions, createCsvFormat } from './csv.ts'
export type { CsvExtras } from './csv-columns.ts'
export { createDefaultFormat, type DefaultFormatOptions } from './default.ts'
export type { Carried, EventFormat } from './format.ts'
export { createFormatter, type FormatSettings, formatContext, formatEvent } from './format-event.ts'
export { createInterpretFormat, type InterpretFormatOptions } from './interpret.ts'
export {
  type ActorJson,
  EVENT_SCHEMA,
  type EventJson,
  type EventOrigin,
  type FieldJson,
  type NormalisedJson,
  type RecordJson,
  type SourceJson,
} from './json/event-json.ts'
export { type EventJsonOptions, RAW_LEFT_OUT } from './json/event-writer.ts'
export { createJsonFormat, createNdjsonFormat, type JsonFormatOptions } from './json/json-format.ts'
export {
  createEventJson,
  createEventJsonText,
  type EventJsonSettings,
  eventJson,
  eventJsonLines,
  eventJsonStream,
} from './json/to-event-json.ts'
export {
  type FormatContext,
  type OutputFormat,
  type OutputFormatName,
  outputFormat,
  outputFormats,
} from './output-formats.ts'
export { createRawFormat } from './raw.ts'
export { createTextFormat, type TextOptions } from './text.ts'
