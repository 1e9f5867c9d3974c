/** The man page of a command, in the man(7) macros, made from its option table. */

import { optionTerm } from '../options/commander.ts'
import type { DescribedOption, DescribedTable } from './shell-words.ts'

/** The source text of the page, for `man -l` or a `man8` folder. */
export function manPage(table: DescribedTable): string {
  const { program, description, explanations = [] } = table
  const lines = [
    `.TH ${argument(program.toUpperCase())} 8 "" ts-audit "System Administration"`,
    '.SH NAME',
    `${text(program)} \\- ${text(description)}`,
    '.SH SYNOPSIS',
    `.B ${text(program)}`,
    '.RI [ options ]',
    '.br',
    `.B ${text(`${program} completion`)}`,
    '.IR bash | zsh | fish | powershell',
    '.br',
    `.B ${text(`${program} man`)}`,
    '.SH OPTIONS',
    'An option is exactly one word, and its argument the next one.',
    ...optionLines(table),
    ...explanations.flatMap(({ title, entries }) => [
      `.SH ${argument(title.toUpperCase())}`,
      ...entries.flatMap(({ term, meaning }) => tagged(term, meaning)),
    ]),
    '.SH EXIT STATUS',
    ...table.exitStatus.flatMap(({ status, meaning }) => tagged(`${status}`, meaning)),
    '.SH EXAMPLES',
    ...table.examples.flatMap(({ command, meaning }) => tagged(command, meaning)),
    '.SH SEE ALSO',
    '.BR ausearch (8),',
    '.BR aureport (8),',
    '.BR auditd.conf (5)',
  ]
  return `${lines.join('\n')}\n`
}

/** Options by group, in the order in which the groups first appear. */
function optionLines({ options }: DescribedTable): string[] {
  const groups = new Map<string, DescribedOption[]>()
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option])
  return [...groups].flatMap(([group, members]) => [
    `.SS ${argument(group)}`,
    ...members.flatMap((option) => [
      ...tagged(optionTerm(option), option.meaning),
      ...(option.covers === undefined ? [] : ['.br', text(`Looks into: ${option.covers}.`)]),
    ]),
  ])
}

function tagged(tag: string, meaning: string): string[] {
  return ['.TP', `.B ${text(tag)}`, text(meaning)]
}

/** Plain text: hyphens that are minus signs, backslashes, and no accidental requests. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replace(/^\./, '\\&.')
}

/** One argument of a macro. */
function argument(plain: string): string {
  return `"${text(plain)}"`
}
