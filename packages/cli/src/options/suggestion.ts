/** What somebody may have meant who wrote a word that is none. */
import { distance } from 'fastest-levenshtein'
import type { UsageHint } from './command-table.ts'

const MOST_SUGGESTIONS = 3
/** So many letters of ten may be wrong, and at least one. */
const WRONG_OF_TEN = 3
/** Nothing is suggested for longer words: comparing them takes longer than reading a list. */
const LONGEST_WORD = 40

/** The words most like one, best first; capital letters count as small ones. */
export function nearestWords(word: string, words: Iterable<string>): string[] {
  if (word.length > LONGEST_WORD) return []
  const most = Math.max(1, Math.floor((word.length * WRONG_OF_TEN) / 10))
  const wanted = word.toLowerCase()
  const found = new Map<string, number>()
  for (const each of words) {
    const offered = each.toLowerCase()
    const far = areSwapped(wanted, offered) ? 1 : distance(wanted, offered)
    if (far <= most) found.set(each, far)
  }
  return [...found.keys()]
    .sort((one, other) => (found.get(one) ?? 0) - (found.get(other) ?? 0))
    .slice(0, MOST_SUGGESTIONS)
}

/** Whether two neighbouring letters changed places: one mistake, which the distance counts as two. */
function areSwapped(word: string, offered: string): boolean {
  if (word.length !== offered.length) return false
  let at = 0
  while (at < word.length && word[at] === offered[at]) at++
  return (
    at + 1 < word.length &&
    word[at] === offered[at + 1] &&
    word[at + 1] === offered[at] &&
    word.slice(at + 2) === offered.slice(at + 2)
  )
}

/** `jsn is no output format; did you mean json?`, with all words before that where they are few. */
export function wordHint(word: string, what: string, words: readonly string[], listsAll = false): UsageHint {
  const near = nearestWords(word, words)
  const parts = [
    `${word} is no ${what}`,
    ...(listsAll ? [`there are ${words.join(', ')}`] : []),
    ...(near.length > 0 ? [`did you mean ${orList(near)}?`] : []),
  ]
  return { line: `NOTE - ${parts.join('; ')}\n` }
}

/** About a token that is no option. */
export function optionHint(
  token: string,
  options: readonly { readonly names: readonly string[] }[],
): UsageHint | undefined {
  const near = nearestWords(
    token,
    options.flatMap(({ names }) => names),
  )
  if (near.length > 0) return { line: `NOTE - did you mean ${orList(near)}? --help lists all options\n` }
  if (token.startsWith('-')) return { line: 'NOTE - --help lists all options\n' }
  return { line: `NOTE - ${token} is neither an option nor a file: a log is given with -if\n` }
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
