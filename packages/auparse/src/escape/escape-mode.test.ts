/** What each escape mode makes of the bytes of spec 02 §6. */
import { describe, expect, test } from 'vitest'
import { type EscapeMode, escapeKeys, escapeText, isEscapeMode } from './escape-mode.ts'

describe('escape modes', () => {
  test.each<[EscapeMode, string, string]>([
    ['raw', 'a\x1b b\\"(', 'a\x1b b\\"('],
    ['tty', '\x1b[31m\\"\'`$', '\\033[31m\\"\'`$'],
    ['tty', '\x7f\x80\xff', '\x7f\x80\xff'],
    ['shell', ' !"#$%&\'()0', '\\ \\!\\"#\\$%&\\\'\\(\\)0'],
    ['shell', ':;<=>?@[\\]^_`{|}~', ':;<=>?@[\\\\]^_\\`{\\|}~'],
    ['shell_quote', ' !"#$%&\'()0', '\\ \\!\\"\\#\\$%\\&\\\'\\(\\)0'],
    ['shell_quote', ':;<=>?@[\\]^_`{|}~', ':\\;\\<=\\>\\?@\\[\\\\\\]^_\\`\\{\\|\\}~'],
    ['shell_quote', '', ''],
  ])('%s: %j', (mode, text, escaped) => expect(escapeText(mode, text)).toBe(escaped))

  test('bytes between keys stay', () => expect(escapeKeys('shell', 'a b\x01c\x02')).toBe('a\\ b\x01c\\002'))

  test.each([
    ['raw', true],
    ['shell_quote', true],
    ['RAW', false],
    ['toString', false],
    ['', false],
  ])('%s is a mode: %s', (word, expected) => expect(isEscapeMode(word)).toBe(expected))
})
