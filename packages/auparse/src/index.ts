/** The fields of an audit record: split, typed, interpreted. */
export { type AccountResolver, accountsFromText, firstOf, noAccounts } from './accounts/accounts.ts'
export { ByteSink } from './byte-sink.ts'
export {
  createInterpretContext,
  forgetFanType,
  type InterpretContext,
  type InterpretMemory,
  type InterpretOptions,
} from './context.ts'
export {
  BACKSLASH,
  ESCAPE_MODES,
  type EscapeMode,
  escapeKeys,
  escapeTable,
  escapeText,
  isEscapeMode,
  OCTAL,
  PLAIN,
} from './escape/escape-mode.ts'
export { terminalSafe } from './escape/terminal.ts'
export * from './expression/index.ts'
export { type Enrichment, parseEnrichment } from './fields/enrichment.ts'
export { fieldType } from './fields/field-type.ts'
export {
  findField,
  type ParsedField,
  type ParsedRecord,
  type SyscallContext,
} from './fields/parsed-record.ts'
export { splitRecord } from './fields/split-record.ts'
export { decodeHex, unquote } from './interpret/hex.ts'
export type { Wide } from './interpret/integers.ts'
export {
  type InterpretedField,
  type InterpretedRecord,
  interpretEvent,
} from './interpret/interpret-event.ts'
export {
  enrichedText,
  interpretField,
  interpretFieldAt,
  interpretValue,
} from './interpret/interpret-field.ts'
export type { FieldSetting, Interpreter } from './interpret/interpreter.ts'
export { NO_SYSCALL, settingOf } from './interpret/interpreter.ts'
export { normalisePath, realPath } from './interpret/real-path.ts'
export { socketPart } from './interpret/socket-address.ts'
export * from './normalise/index.ts'
export * from './search/index.ts'
export * from './time/index.ts'
export { BulkInterpreter } from './walk/bulk-interpreter.ts'
export { interpretLine, interpretRecordInto, interpretRecordText } from './walk/interpret-record.ts'
export { RecordInterpreter } from './walk/record-interpreter.ts'
