/**
 * The fields of an audit record: split, typed, interpreted; and events, normalised. Special needs have
 * entries of their own: `./search`, `./normalise`, `./expression`, `./time`, `./node`.
 */
export { type AccountResolver, accountsFromText, firstOf, noAccounts } from './accounts/accounts.ts'
export type { InterpretContext, InterpretMemory, InterpretOptions } from './context.ts'
export { createInterpretContext } from './create-context.ts'
export { ESCAPE_MODES, type EscapeMode, escapeText, isEscapeMode } from './escape/escape-mode.ts'
export { terminalSafe } from './escape/terminal.ts'
export type { Enrichment } from './fields/enrichment.ts'
export { fieldType } from './fields/field-type.ts'
export {
  findField,
  type ParsedField,
  type ParsedRecord,
  type SyscallContext,
} from './fields/parsed-record.ts'
export { splitRecord } from './fields/split-record.ts'
export type { QuoteSplitting } from './fields/token-end.ts'
export type { Wide } from './interpret/integers.ts'
export {
  type InterpretedField,
  type InterpretedRecord,
  interpretEvent,
} from './interpret/interpret-event.ts'
export { interpretField, interpretFieldAt } from './interpret/interpret-field.ts'
export { realPath } from './interpret/real-path.ts'
export { socketPart } from './interpret/socket-address.ts'
export {
  type EventKind,
  type NormalisedEvent,
  type NormalisedField,
  normaliseEvent,
  type ObjectKind,
  type SubjectKind,
} from './normalise.ts'
export { interpretRecordText } from './walk/interpret-record.ts'
