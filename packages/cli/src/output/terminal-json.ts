/** Keeps JSON on a terminal from steering it, and JSON. */

/**
 * Characters that JSON may hold unescaped and a terminal may obey or hide: DEL, C1 controls, bidirectional, zero-width
 * and tag characters, as in `terminalSafe`.
 */
const HARMFUL =
  /[\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g

/** Complete lines of JSON (UTF-8) with these characters as `\uXXXX`, which means the same; they occur in strings only. */
export function terminalSafeJson(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8')
  const safe = text.replace(HARMFUL, (found) => found.split('').map(escaped).join(''))
  return safe === text ? bytes : Buffer.from(safe, 'utf8')
}

function escaped(codeUnit: string): string {
  return `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
