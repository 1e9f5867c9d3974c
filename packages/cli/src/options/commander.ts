/** A command table as a commander program: commander dispatches the scanned options and lays out the help text. */
import { Command, Option } from 'commander'
import { type CommandTable, longName, type OptionRow, type OptionUse } from './command-table.ts'
import { readOptionUse } from './scan.ts'

/** Help lines are not wrapped: one option, one line. */
const HELP_WIDTH = 1000

/** The program; `use` is called for every option in the order of the command line. */
export function commanderProgram<State, Context>(
  table: CommandTable<State, Context>,
  use?: (row: OptionRow<State, Context>, use: OptionUse) => void,
): Command {
  const command = new Command(table.program)
    .usage('[options]')
    .helpOption(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ getOutHelpWidth: () => HELP_WIDTH, outputError: () => {} })
    .configureHelp({
      styleTitle: (title) => (title === 'Usage:' ? 'usage:' : title),
      optionTerm: (option) => optionTerm(rowOf(table, option)),
    })
  for (const row of table.options) command.addOption(commanderOption(row, use))
  return command.addHelpText('after', examplesText(table))
}

/** The help text: `usage:` first, every option with its argument and meaning, examples last. */
export function usageText<State, Context>(table: CommandTable<State, Context>): string {
  let text = ''
  const command = commanderProgram(table).configureOutput({
    getOutHelpWidth: () => HELP_WIDTH,
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}

/** `-ts, --start <date> [time]`, as help and the man page show an option. */
export function optionTerm(row: {
  readonly names: readonly string[]
  readonly placeholder?: string
}): string {
  const names = row.names.join(', ')
  return row.placeholder === undefined ? names : `${names} ${row.placeholder}`
}

function commanderOption<State, Context>(
  row: OptionRow<State, Context>,
  use: ((row: OptionRow<State, Context>, use: OptionUse) => void) | undefined,
): Option {
  return new Option(`${longName(row)} <use>`, row.meaning)
    .argParser((text: string) => use?.(row, readOptionUse(text)))
    .helpGroup(`${row.group}:`)
}

function rowOf<State, Context>(
  table: CommandTable<State, Context>,
  option: Option,
): { readonly names: readonly string[]; readonly placeholder?: string } {
  return table.options.find((row) => longName(row) === option.long) ?? { names: [option.flags] }
}

function examplesText<State, Context>(table: CommandTable<State, Context>): string {
  const width = Math.max(...table.examples.map(({ command }) => command.length))
  const lines = table.examples.map(({ command, meaning }) => `  ${command.padEnd(width)}  ${meaning}`)
  return ['', 'Examples:', ...lines].join('\n')
}
