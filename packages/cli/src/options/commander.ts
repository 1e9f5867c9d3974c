/** A command table as a commander program, which lays out the help text. */
import { Command, Option } from 'commander'
import { type CommandOption, type CommandTable, type Explanation, longName } from './command-table.ts'

/** Help lines are not wrapped: one option, one line. */
const HELP_WIDTH = 1000
/** Longer terms have a line of their own. */
const TERM_WIDTH = 45

/** The help text: `usage:` first, every option with its argument and meaning, examples last. */
export function usageText<State, Context>(table: CommandTable<State, Context>): string {
  let text = ''
  const command = new Command(table.program)
    .usage(table.usage ?? '[options]')
    .helpOption(false)
    .configureOutput({
      getOutHelpWidth: () => HELP_WIDTH,
      writeOut: (part) => {
        text += part
      },
    })
    .configureHelp({
      styleTitle: (title) => (title === 'Usage:' ? 'usage:' : title),
      optionTerm: (option) => optionTerm(tableOption(table, option)),
    })
  for (const option of table.options) command.addOption(commanderOption(option))
  command.addHelpText('after', closingText(table)).outputHelp()
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

function commanderOption<State, Context>(option: CommandOption<State, Context>): Option {
  return new Option(`${longName(option)} <use>`, option.meaning).helpGroup(`${option.group}:`)
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
