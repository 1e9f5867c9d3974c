/** Makes text from a log safe and visible in HTML. */
import { toUnicode } from '../report/unicode.ts'

/** Characters that cannot be seen or reorder what follows them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu
/** Characters that would end a text. */
const UNSAFE = /[&<>"']/g

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** Latin1 text as HTML text or attribute value; control and direction characters are shown as `\u202e`. */
export function escapeHtml(text: string): string {
  return escapeText(toUnicode(text))
}

/** The same for text that is Unicode already. */
export function escapeText(text: string): string {
  return visibleText(text).replace(UNSAFE, (character) => ENTITIES.get(character) ?? '')
}

/** Unicode text with the characters shown as `\u202e` that cannot be seen; not yet safe in HTML. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => visible(character.codePointAt(0) ?? 0))
}

function visible(code: number): string {
  const digits = code.toString(16).padStart(4, '0')
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`
}
