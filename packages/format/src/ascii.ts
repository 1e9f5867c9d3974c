/**
 * The characters that this package looks for, as bytes. esbuild writes the numbers where they are used, since this file
 * imports nothing.
 */
export const NEWLINE = 0x0a
export const GROUP_SEPARATOR = 0x1d
export const COMMA = 0x2c
export const ZERO = 0x30
export const BACKSLASH = 0x5c
export const SPACE = 0x20
export const QUOTE = 0x22
export const EQUALS = 0x3d
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const CLOSE_BRACE = 0x7d
export const APOSTROPHE = 0x27
export const OPEN_BRACE = 0x7b
export const COLON = 0x3a
