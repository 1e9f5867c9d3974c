/** The completion script for zsh. */
import type { Completion } from '../options/command-table.ts'
import {
  type DescribedOption,
  type DescribedTable,
  DOCUMENT_WORDS,
  distinctOptions,
  functionName,
  isOptional,
  quoted,
  scriptTitle,
  takesArgument,
} from './shell-words.ts'

/** A script for a folder of `fpath`, as `_` and the program's name; it can also be sourced after compinit. */
export function zshCompletion(table: DescribedTable): string {
  const name = functionName(table)
  const specs = distinctOptions(table).flatMap((option) =>
    option.names.map((name) => `    ${quoted(spec(name, option))}`),
  )
  return `#compdef ${table.program}
${scriptTitle(table, 'zsh')}
${name}() {
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    compadd -- ${[...DOCUMENT_WORDS.keys()].join(' ')}
  elif (( CURRENT == 3 )) && [[ $words[2] == completion ]]; then
    compadd -- ${(DOCUMENT_WORDS.get('completion') ?? []).join(' ')}
    return
  fi
  _arguments \\
${specs.join(' \\\n')}
}
if [[ $funcstack[1] == ${name} ]]; then
  ${name} "$@"
else
  compdef ${name} ${table.program}
fi
`
}

/** One option for _arguments: `*-ts[meaning]:date:(today now)`; every option may be repeated. */
function spec(name: string, option: DescribedOption): string {
  const described = `*${name}[${escaped(option.meaning)}]`
  if (!takesArgument(option)) return described
  const message = (option.placeholder ?? ' ').replaceAll(':', '\\:')
  const colon = isOptional(option) ? '::' : ':'
  const first = `${described}${colon}${message}:${action(option.completion)}`
  return option.argument === 'one or two' ? `${first}::${message}:${action(option.completion)}` : first
}

function action(completion: Completion | undefined): string {
  if (completion === undefined) return ' '
  if (completion.kind === 'file') return '_files'
  if (completion.kind === 'user') return '_users'
  if (completion.kind === 'group') return '_groups'
  const words = completion.words().join(' ')
  return completion.list === true ? `_sequence compadd - ${words}` : `(${words})`
}

/** Colons and brackets mean something in a description. */
function escaped(text: string): string {
  return text.replace(/[\\:[\]]/g, '\\$&')
}
