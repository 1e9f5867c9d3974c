/**
 * The characters that this package looks for, as bytes. esbuild writes the numbers where they are used, since this file
 * imports nothing.
 */
export const NUL = 0x00
export const NEWLINE = 0x0a
export const GROUP_SEPARATOR = 0x1d
export const SPACE = 0x20
export const ZERO = 0x30
