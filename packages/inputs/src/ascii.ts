/**
 * The characters that this package looks for, as bytes. esbuild writes the numbers where they are used, since this file
 * imports nothing.
 */
export const BELL = 0x07
export const TAB = 0x09
export const NEWLINE = 0x0a
export const RETURN = 0x0d
export const ESCAPE = 0x1b
export const GROUP_SEPARATOR = 0x1d
export const RECORD_SEPARATOR = 0x1e
export const SPACE = 0x20
export const QUOTE = 0x22
export const HASH = 0x23
export const APOSTROPHE = 0x27
export const OPEN_PAREN = 0x28
export const CLOSE_PAREN = 0x29
export const PLUS = 0x2b
export const COMMA = 0x2c
export const DASH = 0x2d
export const DOT = 0x2e
export const SLASH = 0x2f
export const ZERO = 0x30
export const NINE = 0x39
export const COLON = 0x3a
export const SEMICOLON = 0x3b
export const LESS = 0x3c
export const EQUALS = 0x3d
export const GREATER = 0x3e
export const AT = 0x40
export const OPEN_BRACKET = 0x5b
export const BACKSLASH = 0x5c
export const CLOSE_BRACKET = 0x5d
export const UNDERSCORE = 0x5f
export const U = 0x75
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d
