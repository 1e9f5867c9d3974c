/** What does not reach a terminal, and what does. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { terminalSafe } from './terminal.ts'

const shown = (text: string): string =>
  new TextDecoder('latin1').decode(terminalSafe(new TextEncoder().encode(text)))

describe('terminal', () => {
  test.each([
    ['escape', '\x1b[31m', '\\033[31m'],
    ['delete', 'a\x7fb', 'a\\177b'],
    ['a C1 control in UTF-8', '\u009b31m', '\\302\\23331m'],
    ['right-to-left override', 'a\u202eb', 'a\\342\\200\\256b'],
    ['right-to-left isolate', '\u2067', '\\342\\201\\247'],
    ['zero-width space', 'a\u200bb', 'a\\342\\200\\213b'],
    ['byte order mark', '\ufeff', '\\357\\273\\277'],
    ['Arabic letter mark', '\u061c', '\\330\\234'],
    ['Mongolian vowel separator', '\u180e', '\\341\\240\\216'],
    ['interlinear annotation', '\ufff9x\ufffb', '\\357\\277\\271x\\357\\277\\273'],
    ['a tag', '\u{e0041}', '\\363\\240\\201\\201'],
  ])('%s is escaped', (_what, text, expected) => expect(shown(text)).toBe(expected))

  test('a C1 control as a single byte is escaped', () => {
    expect([...terminalSafe(Uint8Array.of(0x41, 0x9b))]).toEqual([0x41, ...new TextEncoder().encode('\\233')])
  })

  test.each([
    ['longer than needed, 2 bytes', [0xc0, 0x9b]],
    ['longer than needed, 3 bytes', [0xe0, 0x82, 0x9b]],
    ['longer than needed, 4 bytes', [0xf0, 0x80, 0x82, 0x9b]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x9b]],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x9b]],
    ['a lead byte that begins nothing', [0xf5, 0x80, 0x80, 0x9b]],
  ])('a C1 control in bytes that are no character is escaped: %s', (_what, bytes) => {
    expect(terminalSafe(Uint8Array.from(bytes))).not.toContain(0x9b)
  })

  test('bytes 0x80 to 0x9f are left in well-formed characters only', () => {
    const c1 = (bytes: Uint8Array): number[] => [...bytes].filter((byte) => byte >= 0x80 && byte < 0xa0)
    const byte = fc.oneof(fc.integer({ min: 0x80, max: 0xff }), fc.constantFrom(0x41, 0xe0, 0xed, 0xf0, 0xf4))
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 30 }), (bytes) => {
        const safe = terminalSafe(Uint8Array.from(bytes))
        const characters = new TextDecoder().decode(safe).replaceAll('\ufffd', '')
        expect(c1(safe)).toEqual(c1(new TextEncoder().encode(characters)))
      }),
      { numRuns: 2000 },
    )
  })

  test.each(['plain text\n', 'caf\u00e9 \u4e2d\u6587 \u{1f600} \u2026', '\u00a0\ttab'])(
    '%j stays',
    (text) => {
      const bytes = new TextEncoder().encode(text)
      expect(terminalSafe(bytes)).toBe(bytes)
    },
  )

  test('nothing harmful is left, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const safe = terminalSafe(bytes)
        expect(terminalSafe(safe)).toBe(safe)
        expect(
          [...safe].every((byte) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x0a || byte === 0x09),
        ).toBe(true)
      }),
    )
  })
})
