/** A command table as a commander program: commander dispatches the scanned options and lays out the help text. */
import { Command, Option } from 'commander'
import {
  type CommandOption,
  type CommandTable,
  type Explanation,
  longName,
  type OptionUse,
} from './command-table.ts'
import { readOptionUse } from './scan.ts'

/** Help lines are not wrapped: one option, one line. */
const HELP_WIDTH = 1000
/** Longer terms have a line of their own. */
const TERM_WIDTH = 45

/** The program; `use` is called for every option in the order of the command line. */
export function commanderProgram<State, Context>(
  table: CommandTable<State, Context>,
  use?: (option: CommandOption<State, Context>, use: OptionUse) => void,
): Command {
  const command = new Command(table.program)
    .usage(table.usage ?? '[options]')
    .helpOption(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ getOutHelpWidth: () => HELP_WIDTH, outputError: () => {} })
    .configureHelp({
      styleTitle: (title) => (title === 'Usage:' ? 'usage:' : title),
      optionTerm: (option) => optionTerm(tableOption(table, option)),
    })
  for (const option of table.options) command.addOption(commanderOption(option, use))
  return command.addHelpText('after', closingText(table))
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
export function optionTerm(option: {
  readonly names: readonly string[]
  readonly placeholder?: string
}): string {
  const names = option.names.join(', ')
  return option.placeholder === undefined ? names : `${names} ${option.placeholder}`
}

function commanderOption<State, Context>(
  option: CommandOption<State, Context>,
  use: ((option: CommandOption<State, Context>, use: OptionUse) => void) | undefined,
): Option {
  return new Option(`${longName(option)} <use>`, option.meaning)
    .argParser((text: string) => use?.(option, readOptionUse(text)))
    .helpGroup(`${option.group}:`)
}

function tableOption<State, Context>(
  table: CommandTable<State, Context>,
  option: Option,
): { readonly names: readonly string[]; readonly placeholder?: string } {
  return table.options.find((own) => longName(own) === option.long) ?? { names: [option.flags] }
}

/** What comes after the options: how things are written, and examples. */
function closingText<State, Context>({ explanations = [], examples }: CommandTable<State, Context>): string {
  const lists = [
    ...explanations,
    { title: 'Examples', entries: examples.map(({ command, meaning }) => ({ term: command, meaning })) },
  ]
  return lists.map(({ title, entries }) => ['', `${title}:`, ...aligned(entries)].join('\n')).join('\n')
}

/** One entry a line; a term that is much longer than the others does not push all of them to the right. */
function aligned(entries: Explanation['entries']): string[] {
  const width = Math.max(...entries.map(({ term }) => (term.length > TERM_WIDTH ? 0 : term.length)))
  return entries.map(({ term, meaning }) =>
    term.length > width
      ? `  ${term}\n  ${' '.repeat(width)}  ${meaning}`
      : `  ${term.padEnd(width)}  ${meaning}`,
  )
}
