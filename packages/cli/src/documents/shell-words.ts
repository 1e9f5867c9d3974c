/** Texts as words of a shell, and what the completion scripts have in common. */
import { type CommandOption, type CommandTable, longName } from '../options/command-table.ts'

/** What a document says of a command: its options are described, never applied. */
export type DescribedTable = Pick<
  CommandTable<never, never>,
  'program' | 'description' | 'options' | 'explanations' | 'examples' | 'exitStatus'
>
export type DescribedOption = CommandOption<never, never>

/** Words that are commands of their own when they come first, with what may follow them. */
export const DOCUMENT_WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['completion', ['bash', 'zsh', 'fish', 'powershell']],
  ['man', []],
])

/** One word for bash and zsh, whatever it holds. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A name for the shell function: `_ts_ausearch`. */
export function functionName({ program }: DescribedTable): string {
  return `_${program.replace(/[^A-Za-z0-9]/g, '_')}`
}

/** Whether an option can stand alone as well as before arguments. */
export function isOptional({ argument }: DescribedOption): boolean {
  return argument === 'optional' || argument === 'any number'
}

/** True when the option wants a value of its own. */
export function takesArgument({ argument }: DescribedOption): boolean {
  return argument !== 'none' && argument !== 'refused'
}

/** The first line of a script: a comment that says what made it. */
export function scriptTitle({ program }: DescribedTable, shell: string): string {
  return `# ${shell} completion for ${program}, printed by: ${program} completion ${shell}`
}

/** The option a name stands for, in the order of the table; options that share a long name are one. */
export function distinctOptions(table: DescribedTable): readonly DescribedOption[] {
  return [...new Map(table.options.map((option) => [longName(option), option])).values()]
}
