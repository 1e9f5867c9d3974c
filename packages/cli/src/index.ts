/** What the commands share: option tables, configuration, input selection. */

export { runAureport } from './aureport/run-aureport.ts'
export { aureportTable } from './aureport/table.ts'
export type {
  AccountResolver,
  AusearchContext,
  AusearchFormat,
  AusearchOptions,
  CriteriaOptions,
  EscapeWord,
  UserOption,
} from './ausearch/options.ts'
export { ausearchTable } from './ausearch/table.ts'
export type { CommandEnvironment } from './environment.ts'
export { runCommand } from './main.ts'
export {
  type CommandLine,
  type CommandTable,
  type Completion,
  Finished,
  type OptionRow,
  type OptionUse,
  UsageError,
} from './options/command-table.ts'
export { usageText } from './options/commander.ts'
export { parseCommandLine } from './options/parse.ts'
export { serveFormatThread } from './parallel/format-thread.ts'
export { runAusearch } from './run-ausearch/run-ausearch.ts'
