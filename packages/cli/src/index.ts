/** What the commands share: option tables, configuration, input selection. */

export { runAureport } from './aureport/run-aureport.ts'
export { aureportTable } from './aureport/table.ts'
export type {
  AusearchContext,
  AusearchOptions,
  CriteriaOptions,
  UserOption,
} from './ausearch/options.ts'
export { runAusearch } from './ausearch/run-ausearch.ts'
export { serveThread } from './ausearch/serve-thread.ts'
export { ausearchTable } from './ausearch/table.ts'
export {
  answerText,
  type CommandLine,
  type CommandOption,
  type CommandTable,
  type Completion,
  Finished,
  type OptionUse,
  UsageError,
} from './options/command-table.ts'
export { usageText } from './options/commander.ts'
export { parseCommandLine } from './run/command-line.ts'
export type { CommandEnvironment } from './run/environment.ts'
export { runCommand } from './run/main.ts'
