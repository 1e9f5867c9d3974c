/** An audit event as output, byte for byte as ausearch prints it. */
export { ByteSink } from '@ts-audit/auparse/internal'
export { type CsvOptions, createCsvFormat } from './csv.ts'
export type { CsvExtras } from './csv-columns.ts'
export { createDefaultFormat, type DefaultFormatOptions } from './default.ts'
export type { Carried, EventFormat } from './format.ts'
export { createFormatter, type FormatSettings, formatContext, formatEvent } from './format-event.ts'
export type { FormatFacts, OutputFormatName } from './format-facts.ts'
export type { FormatContext, FormatMaker } from './format-maker.ts'
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
export type { EventJsonOptions } from './json/event-writer.ts'
export { createJsonFormat, createNdjsonFormat, type JsonFormatOptions } from './json/json-format.ts'
export { RAW_LEFT_OUT } from './json/origin-writer.ts'
export {
  createEventJson,
  createEventJsonText,
  type EventJsonSettings,
  eventJson,
  eventJsonLines,
  eventJsonStream,
} from './json/to-event-json.ts'
export { type OutputFormat, outputFormat, outputFormats } from './output-formats.ts'
export { createRawFormat } from './raw.ts'
export type { EcsOptions } from './schemas/ecs.ts'
export type {
  EcsAccount,
  EcsAuditd,
  EcsDocument,
  EcsEndpoint,
  EcsFile,
  EcsPath,
  EcsProcess,
  EcsUser,
} from './schemas/ecs-document.ts'
export { exactJson } from './schemas/exact-json.ts'
export { createLaurel, type LaurelEvent, type LaurelOptions, type LaurelRecord } from './schemas/laurel.ts'
export type { LaurelValue } from './schemas/laurel-value.ts'
export type { NamedTexts } from './schemas/named-texts.ts'
export type {
  OcsfActor,
  OcsfEndpoint,
  OcsfEvent,
  OcsfFile,
  OcsfGroup,
  OcsfProcess,
  OcsfUser,
} from './schemas/ocsf-document.ts'
export type { OtlpLogRecord, OtlpOptions, OtlpRequest } from './schemas/otlp.ts'
export type { OtlpAttribute, OtlpValue } from './schemas/otlp-attributes.ts'
export {
  createEcsFormat,
  createLaurelFormat,
  createOcsfFormat,
  createOtlpFormat,
  type SchemaFormatOptions,
} from './schemas/schema-formats.ts'
export { ecsStream, laurelStream, ocsfStream, otlpStream } from './schemas/schema-streams.ts'
export {
  createEcsConverter,
  createOcsfConverter,
  createOtlpConverter,
  type SchemaSettings,
  toEcs,
  toLaurel,
  toOcsf,
  toOtlp,
} from './schemas/to-schemas.ts'
export { createTextFormat, type TextOptions } from './text.ts'
