/** Texts of a log as the store keeps them: UTF-8, with U+FFFD for bytes that are none. */

const decoder = new TextDecoder()
const BEYOND_ASCII = /[\x80-\xff]/
/** Words repeat; those of a hostile log need not. */
const MOST_WORDS = 20_000

/** UTF-8 of what was read as latin1. */
export function unicode(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text
  return decoder.decode(Uint8Array.from(text, (character) => character.charCodeAt(0)))
}

/** Decodes values as the kernel writes what it does not trust: in quotes, or as hexadecimal digits. */
export class ValueTexts {
  readonly #known = new Map<string, string>()

  /** The text of a value without quotes: hexadecimal digits stand for bytes. */
  unquoted(value: string): string {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const text = unicode(fromHex(value) ?? value)
    if (this.#known.size >= MOST_WORDS) this.#known.clear()
    this.#known.set(value, text)
    return text
  }
}

/** Bytes as latin1; undefined for what is not pairs of hexadecimal digits. */
export function fromHex(value: string): string | undefined {
  const { length } = value
  if (length === 0 || length % 2 !== 0) return undefined
  let text = ''
  for (let at = 0; at < length; at += 2) {
    const high = digit(value.charCodeAt(at))
    const low = digit(value.charCodeAt(at + 1))
    if (high < 0 || low < 0) return undefined
    text += String.fromCharCode(high * 16 + low)
  }
  return text
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x41 && code <= 0x46) return code - 0x37
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  return -1
}
