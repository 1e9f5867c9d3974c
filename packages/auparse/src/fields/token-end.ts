/** Where a word of a record ends: at a blank, or after the quotes around a value that holds some. */
import { APOSTROPHE, CLOSE_PAREN, COLON, COMMA, QUOTE, SPACE } from '../ascii.ts'

/**
 * What happens to a value in quotes that holds blanks: `cut` at each, as the reference's library does, so that
 * `info="a b"` is a field `info` with the value `"a`; or `whole`.
 */
export type QuoteSplitting = 'cut' | 'whole'

/** The position after the word that begins at `start`. In a message in apostrophes only double quotes are quotes. */
export function tokenEnd(text: string, start: number, quotes: QuoteSplitting, inMessage = false): number {
  const space = text.indexOf(' ', start)
  const end = space < 0 ? text.length : space
  if (quotes === 'cut') return end
  const equals = text.slice(start, end).indexOf('=')
  if (equals < 0) return end
  const first = start + equals + 1
  const quote = first < end ? text.charCodeAt(first) : 0
  if (quote !== QUOTE && (quote !== APOSTROPHE || inMessage)) return end
  const close = text.indexOf(String.fromCharCode(quote), first + 1)
  if (close < end || !mayFollowQuote(text.charCodeAt(close + 1))) return end
  const after = text.indexOf(' ', close)
  return after < 0 ? text.length : after
}

/** What may follow a closing quote, or the end of the text; before anything else the quote is a character of the value. */
function mayFollowQuote(unit: number): boolean {
  const isMark =
    unit === SPACE || unit === COMMA || unit === CLOSE_PAREN || unit === APOSTROPHE || unit === COLON
  return isMark || Number.isNaN(unit)
}
