/** Bytes that stand in records. */
export const NEWLINE: i32 = 0x0a
export const SPACE: i32 = 0x20
export const QUOTE: i32 = 0x22
export const APOSTROPHE: i32 = 0x27
export const OPEN: i32 = 0x28
export const CLOSE: i32 = 0x29
export const COMMA: i32 = 0x2c
export const ZERO: i32 = 0x30
export const COLON: i32 = 0x3a
export const EQUALS: i32 = 0x3d
export const BACKSLASH: i32 = 0x5c
export const CLOSE_BRACKET: i32 = 0x5d
export const OPEN_BRACE: i32 = 0x7b
export const CLOSE_BRACE: i32 = 0x7d
