/** The escape modes: what happens to control characters and shell metacharacters in interpreted text (spec 02 §6). */

/** As the argument of `--escape`; `tty` is the default. */
export type EscapeMode = 'raw' | 'tty' | 'shell' | 'shell_quote'

/** What a mode does with one byte. */
export const PLAIN = 0
export const OCTAL = 1
export const BACKSLASH = 2

const SHELL = '"\'`$\\!()| '
const SHELL_QUOTE = `${SHELL};#&*?[]<>{}`

const TABLES: Readonly<Record<EscapeMode, Uint8Array>> = {
  raw: treatment(false, ''),
  tty: treatment(true, ''),
  shell: treatment(true, SHELL),
  shell_quote: treatment(true, SHELL_QUOTE),
}

/** The four words `--escape` takes. */
export const ESCAPE_MODES: readonly EscapeMode[] = ['raw', 'tty', 'shell', 'shell_quote']

/** True for a word of {@link ESCAPE_MODES}. */
export function isEscapeMode(word: string): word is EscapeMode {
  return Object.hasOwn(TABLES, word)
}

/** For each byte 0 to 255: {@link PLAIN}, {@link OCTAL} (`\033`) or {@link BACKSLASH} (a backslash before it). */
export function escapeTable(mode: EscapeMode): Uint8Array {
  return TABLES[mode]
}

/** `text` (latin1) with the bytes escaped that the mode escapes. */
export function escapeText(mode: EscapeMode, text: string): string {
  const table = TABLES[mode]
  let result = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at)
    const kind = table[byte & 0xff]
    if (kind === PLAIN) continue
    result += text.slice(copied, at)
    result += kind === OCTAL ? octal(byte) : `\\${text[at]}`
    copied = at + 1
  }
  return copied === 0 ? text : result + text.slice(copied)
}

/** As {@link escapeText}, piece by piece between bytes 0x01, which separate several keys and stay (spec 02 §6). */
export function escapeKeys(mode: EscapeMode, text: string): string {
  if (!text.includes('\x01')) return escapeText(mode, text)
  return text
    .split('\x01')
    .map((piece) => escapeText(mode, piece))
    .join('\x01')
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`
}

function treatment(controls: boolean, quoted: string): Uint8Array {
  const table = new Uint8Array(256)
  if (controls) table.fill(OCTAL, 0x01, 0x20)
  for (const char of quoted) table[char.charCodeAt(0)] = BACKSLASH
  return table
}
