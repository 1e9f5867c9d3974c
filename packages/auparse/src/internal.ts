/** What the sibling packages need beyond the public entries. No promise is made for it: it changes with any release. */
export { ByteSink } from './byte-sink.ts'
export { escapeTable, OCTAL, PLAIN } from './escape/escape-mode.ts'
export { hasFieldRules } from './fields/field-type.ts'
export { resolvedPath } from './interpret/resolved-path.ts'
export { createEventViewer, type EventView } from './normalise/event-view.ts'
export { createNormaliser } from './normalise/normaliser.ts'
export { Slots } from './normalise/slots.ts'
export {
  attributeText,
  howText,
  isInConfigChange,
  namesSetting,
  nodeText,
  pathOrTextAt,
  subjectText,
  succeeded,
  textAt,
} from './normalise/wording.ts'
export { createTextEquality, createTextSearch } from './search/text-search.ts'
export { BulkInterpreter } from './walk/bulk-interpreter.ts'
export { MESSAGE } from './walk/field-names.ts'
export { FieldReader } from './walk/field-reader.ts'
export { PathNames } from './walk/path-names.ts'
export { WalkAnswers } from './walk/walk-answers.ts'
export { GIVE_UP, type WalkImports } from './walk/walk-module.ts'
