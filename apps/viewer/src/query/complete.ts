/** What can come next in the search box, from the option table of ts-ausearch. */
import { longName, searchOptions } from '@ts-audit/cli/search-options'
import { shellWord } from '../text.ts'
import { allFieldNames } from './field-names.ts'
import { wordsOf } from './words.ts'

/** An offer: the text between `start` and `end` is replaced. */
export interface Completion {
  readonly text: string
  readonly meaning: string
  readonly start: number
  readonly end: number
}

const MOST = 40

/** Values that occur in the log, for options whose argument is one. */
export interface KnownValues {
  readonly keys: () => readonly string[]
  readonly exes: () => readonly string[]
  readonly nodes: () => readonly string[]
  readonly users: () => readonly string[]
}

/** Offers for the place where the cursor is. */
export function completionsAt(text: string, at: number, known: KnownValues): readonly Completion[] {
  const before = wordsOf(text.slice(0, at))
  const isInWord = at > 0 && !/\s/.test(text.charAt(at - 1))
  const word = isInWord ? before.at(-1) : undefined
  const place = { start: word?.start ?? at, end: at }
  const typed = word?.text ?? ''
  const previous = before.at(isInWord ? -2 : -1)?.text
  const option = searchOptions.find(({ names }) => names.some((name) => name === previous))
  if (option !== undefined && option.argument !== 'none') {
    const name = longName(option)
    const values =
      valuesOf(name, known) ?? (option.completion?.kind === 'words' ? option.completion.words() : [])
    const isList = option.completion?.kind === 'words' && option.completion.list === true
    const begin = isList ? typed.lastIndexOf(',') + 1 : 0
    return offers(values, typed.slice(begin)).map((value) => ({
      text: `${typed.slice(0, begin)}${shellWord(value)} `,
      meaning: '',
      ...place,
    }))
  }
  const isExpression =
    before.length > 0 &&
    !(before[0]?.text ?? '').startsWith('-') &&
    !/^(?:ts-)?ausearch$/.test(before[0]?.text ?? '')
  if (isExpression && !typed.startsWith('-')) {
    if (typed.length === 0) return []
    const names = offers(allFieldNames, typed).filter((name) => name.startsWith(typed))
    return names.map((name) => ({ text: `${name} `, meaning: 'field', ...place }))
  }
  if (typed === '' && before.length > 0 && previous === undefined) return []
  const wanted = typed.toLowerCase()
  return searchOptions
    .filter(
      ({ names, meaning }) =>
        names.some((name) => name.startsWith(typed)) ||
        (wanted.length > 2 && meaning.toLowerCase().includes(wanted)),
    )
    .slice(0, MOST)
    .map(({ names, placeholder = '', meaning }) => ({
      text: `${names.find((name) => name.startsWith(typed)) ?? names[0]} `,
      meaning: `${names.join(', ')} ${placeholder}: ${meaning}`,
      ...place,
    }))
}

function valuesOf(option: string, known: KnownValues): readonly string[] | undefined {
  switch (option) {
    case '--key':
      return known.keys()
    case '--executable':
      return known.exes()
    case '--node':
      return known.nodes()
    case '--loginuid':
    case '--uid-all':
    case '--uid':
    case '--uid-effective':
      return known.users()
    default:
      return undefined
  }
}

/** Those that begin so, then those that hold it. */
function offers(values: readonly string[], typed: string): readonly string[] {
  const wanted = typed.toLowerCase()
  const begin = values.filter((value) => value.toLowerCase().startsWith(wanted))
  const hold = values.filter((value) => !begin.includes(value) && value.toLowerCase().includes(wanted))
  return [...begin, ...hold].slice(0, MOST)
}
