/** The completion script for fish. */
import type { Completion } from '../options/command-table.ts'
import {
  type DescribedOption,
  type DescribedTable,
  DOCUMENT_WORDS,
  distinctOptions,
  scriptTitle,
  takesArgument,
} from './shell-words.ts'

/** A script to source, or for fish's folder of completions, as the program's name and `.fish`. */
export function fishCompletion(table: DescribedTable): string {
  const shells = (DOCUMENT_WORDS.get('completion') ?? []).join(' ')
  const lines = [
    scriptTitle(table, 'fish'),
    `complete -c ${table.program} -f`,
    `complete -c ${table.program} -n 'test (count (commandline -opc)) -eq 1' -a ${quotedForFish([...DOCUMENT_WORDS.keys()].join(' '))}`,
    `complete -c ${table.program} -n 'test (count (commandline -opc)) -eq 2; and test (commandline -opc)[2] = completion' -a ${quotedForFish(shells)}`,
    ...distinctOptions(table).map((option) => optionLine(table.program, option)),
  ]
  return `${lines.join('\n')}\n`
}

function optionLine(program: string, option: DescribedOption): string {
  const names = option.names.map(nameFlag).join(' ')
  const value = takesArgument(option) ? ` ${valueFlags(option.completion)}` : ''
  return `complete -c ${program} ${names}${value} -d ${quotedForFish(option.meaning)}`
}

/** `-k` is short, `--key` long, and `-ts` what fish calls an old-style option. */
function nameFlag(name: string): string {
  if (name.startsWith('--')) return `-l ${name.slice(2)}`
  return name.length === 2 ? `-s ${name.slice(1)}` : `-o ${name.slice(1)}`
}

function valueFlags(completion: Completion | undefined): string {
  if (completion === undefined) return '-x'
  if (completion.kind === 'file') return '-r -F'
  if (completion.kind === 'user') return "-x -a '(__fish_complete_users)'"
  if (completion.kind === 'group') return "-x -a '(__fish_complete_groups)'"
  const words = completion.words()
  if (completion.list !== true) return `-x -a ${quotedForFish(words.join(' '))}`
  return `-x -a ${quotedForFish(`(__fish_append , ${words.join(' ')})`)}`
}

function quotedForFish(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}
