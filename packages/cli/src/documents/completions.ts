/** The completion script of each shell. */
import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { powershellCompletion } from './powershell.ts'
import type { DescribedTable } from './shell-words.ts'
import { zshCompletion } from './zsh.ts'

const SHELLS: ReadonlyMap<string, (table: DescribedTable) => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
  ['powershell', powershellCompletion],
])

/** @throws {RangeError} for a shell that has none */
export function completionScript(table: DescribedTable, shell: string): string {
  const script = SHELLS.get(shell)
  if (script === undefined) throw new RangeError(`No completion script is for ${shell}`)
  return script(table)
}
