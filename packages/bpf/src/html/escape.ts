/** Makes text from a log safe and visible in HTML. */
import { toUnicode } from '../report/unicode.ts'

/** Characters that would end a text, and those that would hide or reorder what follows them. */
const UNSAFE = /[&<>"'\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** Latin1 text as HTML text or attribute value; control and direction characters are shown as `\u202e`. */
export function escapeHtml(text: string): string {
  return toUnicode(text).replace(UNSAFE, (character) => {
    return ENTITIES.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
