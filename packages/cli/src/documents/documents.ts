/** What a command prints about itself: completion scripts and its man page, all made from its option table. */
import { type DescribedTable, DOCUMENT_WORDS } from './shell-words.ts'

/** A document, which is made only to be printed, or why there is none. */
export type DocumentAnswer = { readonly text: () => Promise<string> } | { readonly problem: string }

/**
 * Answers `completion SHELL` and `man`; undefined when the first word is neither. The reference refuses both words, so
 * they cannot mean anything else.
 */
export function answerDocument(table: DescribedTable, tokens: readonly string[]): DocumentAnswer | undefined {
  const [word = '', shell, ...rest] = tokens
  const shells = DOCUMENT_WORDS.get(word)
  if (shells === undefined) return undefined
  if (word === 'man') {
    return shell === undefined
      ? { text: async () => (await import('./man-page.ts')).manPage(table) }
      : { problem: `${shell} is an unsupported option\n` }
  }
  if (shell === undefined || !shells.includes(shell) || rest.length > 0) {
    return { problem: `completion requires one of: ${shells.join(', ')}\n` }
  }
  return { text: async () => (await import('./completions.ts')).completionScript(table, shell) }
}
