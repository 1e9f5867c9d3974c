/** The words of a command line as a shell takes it apart, and where each is in the text. */

export interface Word {
  /** Without its quotes. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What the text comes to. A quote that is not closed goes to the end of the text. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++
      continue
    }
    const start = at
    let word = ''
    let quote = ''
    for (; at < text.length; at++) {
      const character = text.charAt(at)
      if (quote === '' && /\s/.test(character)) break
      if (character === quote) quote = ''
      else if (quote === '' && (character === '"' || character === "'")) quote = character
      else if (character === '\\' && quote !== "'" && at + 1 < text.length) word += text.charAt(++at)
      else word += character
    }
    words.push({ text: word, start, end: at })
  }
  return words
}
