/** Texts as words of a shell, and what the completion scripts have in common. */
import { type CommandTable, longName, type OptionRow } from '../options/command-table.ts'

/** What a document says of a command: its rows are described, never applied. */
export type DescribedTable = Pick<
  CommandTable<never, never>,
  'program' | 'description' | 'options' | 'explanations' | 'examples' | 'exitStatus'
>
export type DescribedRow = OptionRow<never, never>

/** Words that are commands of their own when they come first, with what may follow them. */
export const DOCUMENT_WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['completion', ['bash', 'zsh', 'fish']],
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

/** True when the option wants a value of its own. */
export function takesArgument({ argument }: DescribedRow): boolean {
  return argument !== 'none' && argument !== 'refused'
}

/** The first line of a script: a comment that says what made it. */
export function scriptTitle({ program }: DescribedTable, shell: string): string {
  return `# ${shell} completion for ${program}, printed by: ${program} completion ${shell}`
}

/** The option a name stands for, in the order of the table; rows that share a long name are one. */
export function distinctRows(table: DescribedTable): readonly DescribedRow[] {
  return [...new Map(table.options.map((row) => [longName(row), row])).values()]
}
