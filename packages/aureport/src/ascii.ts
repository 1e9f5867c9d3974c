/**
 * The characters that this package looks for, as bytes. esbuild writes the numbers where they are used, since this file
 * imports nothing.
 */
export const NEWLINE = 0x0a
export const SPACE = 0x20
export const QUOTE = 0x22
export const BACKSLASH = 0x5c
