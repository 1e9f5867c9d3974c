/** For who loads what few logs need only when a log does. No promise is made for it: it changes with any release. */
export { noAccounts } from './accounts/accounts.ts'
export { ByteSink } from './byte-sink.ts'
export { contextWith } from './context.ts'
export { GrowingInterpreters } from './interpret/growing-interpreters.ts'
export { FieldReader } from './walk/field-reader.ts'
export { PathNames } from './walk/path-names.ts'
