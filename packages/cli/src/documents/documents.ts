/** What a command prints about itself: completion scripts and its man page, all made from its option table. */

import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { manPage } from './man-page.ts'
import { powershellCompletion } from './powershell.ts'
import { type DescribedTable, DOCUMENT_WORDS } from './shell-words.ts'
import { zshCompletion } from './zsh.ts'

const SHELLS: ReadonlyMap<string, (table: DescribedTable) => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
  ['powershell', powershellCompletion],
])

/** A document, or why there is none. */
export type DocumentAnswer = { readonly text: string } | { readonly problem: string }

/**
 * Answers `completion SHELL` and `man`; undefined when the first word is neither. The reference refuses both words, so
 * they cannot mean anything else.
 */
export function answerDocument(table: DescribedTable, tokens: readonly string[]): DocumentAnswer | undefined {
  const [word = '', shell, ...rest] = tokens
  if (!DOCUMENT_WORDS.has(word)) return undefined
  if (word === 'man') {
    return shell === undefined ? { text: manPage(table) } : { problem: `${shell} is an unsupported option\n` }
  }
  const script = SHELLS.get(shell ?? '')
  if (script === undefined || rest.length > 0) {
    return { problem: `completion requires one of: ${[...SHELLS.keys()].join(', ')}\n` }
  }
  return { text: script(table) }
}
