/**
 * The characters that this package looks for, as bytes. esbuild writes the numbers where they are used, since this file
 * imports nothing.
 */
export const TAB = 0x09
export const NEWLINE = 0x0a
export const GROUP_SEPARATOR = 0x1d
export const SPACE = 0x20
export const QUOTE = 0x22
export const APOSTROPHE = 0x27
export const OPEN_PAREN = 0x28
export const CLOSE_PAREN = 0x29
export const PLUS = 0x2b
export const COMMA = 0x2c
export const MINUS = 0x2d
export const SLASH = 0x2f
export const ZERO = 0x30
export const NINE = 0x39
export const COLON = 0x3a
export const EQUALS = 0x3d
export const QUESTION_MARK = 0x3f
export const UPPER_A = 0x41
export const UPPER_Z = 0x5a
export const BACKSLASH = 0x5c
export const UNDERSCORE = 0x5f
export const LOWER_A = 0x61
export const LOWER_F = 0x66
export const LOWER_S = 0x73
export const LOWER_U = 0x75
export const LOWER_X = 0x78
export const LOWER_Z = 0x7a
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d
