/** The completion script for bash. */
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

/** Ends the function when there is something to offer. */
const RETURN_IF_FOUND = `; ((\${#COMPREPLY[@]})) && return`

/** A script to source, or to put where bash-completion looks for it, under the program's name. */
export function bashCompletion(table: DescribedTable): string {
  const name = functionName(table)
  const options = table.options.flatMap(({ names }) => names)
  return `${scriptTitle(table, 'bash')}
${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} option=\${COMP_WORDS[COMP_CWORD-1]}
  local before=
  ((COMP_CWORD > 1)) && before=\${COMP_WORDS[COMP_CWORD-2]}
  COMPREPLY=()
  if ((COMP_CWORD > 1)); then
    case $option in
${argumentCases(table)}
    esac
    if [[ $option != -* ]]; then
      case $before in
${secondArgumentCases(table)}
      esac
    fi
  fi
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W ${quoted([...options, ...DOCUMENT_WORDS.keys()].join(' '))} -- "$current")
  elif [[ $COMP_CWORD -eq 2 && $option == completion ]]; then
    mapfile -t COMPREPLY < <(compgen -W ${quoted((DOCUMENT_WORDS.get('completion') ?? []).join(' '))} -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W ${quoted(options.join(' '))} -- "$current")
  fi
}
complete -F ${name} ${table.program}
`
}

function argumentCases(table: DescribedTable): string {
  return distinctOptions(table)
    .filter(takesArgument)
    .map((option) => caseOf(option, '      ', isOptional(option) ? RETURN_IF_FOUND : undefined))
    .join('\n')
}

function secondArgumentCases(table: DescribedTable): string {
  const options = distinctOptions(table).filter(({ argument }) => argument === 'one or two')
  return options.length === 0
    ? '        *) ;;'
    : options.map((option) => caseOf({ ...option, argument: 'one' }, '        ', RETURN_IF_FOUND)).join('\n')
}

/** A second value is only possible, so options are offered where no word fits; a first one is all there can be. */
function caseOf({ names, completion }: DescribedOption, indent: string, end = '; return'): string {
  return `${indent}${names.join('|')}) ${replies(completion)}${end} ;;`
}

function replies(completion: Completion | undefined): string {
  if (completion === undefined) return ':'
  if (completion.kind === 'file')
    return `compopt -o filenames 2>/dev/null; ${reply('compgen -f -- "$current"')}`
  if (completion.kind === 'user') return reply('compgen -u -- "$current"')
  if (completion.kind === 'group') return reply('compgen -g -- "$current"')
  const words = quoted(completion.words().join(' '))
  if (completion.list !== true) return reply(`compgen -W ${words} -- "$current"`)
  return `local list=; [[ $current == *,* ]] && list=\${current%,*},; ${reply(`compgen -P "$list" -W ${words} -- "\${current##*,}"`)}`
}

function reply(command: string): string {
  return `mapfile -t COMPREPLY < <(${command})`
}
