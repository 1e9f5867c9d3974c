/** What lines are made of. */

/** The longest line (spec 01 §2.6). */
export const LINE_LIMIT: i32 = 8969

export const NEWLINE: u8 = 0x0a
export const GROUP_SEPARATOR: u8 = 0x1d
export const SPACE: u8 = 0x20

/** Which of the sixty-four bytes from a position on are control characters, a bit each. */
export function controlsAt(at: i32): u64 {
  const space = i8x16.splat(SPACE as i8)
  const a = i8x16.lt_u(v128.load(at), space)
  const b = i8x16.lt_u(v128.load(at, 16), space)
  const c = i8x16.lt_u(v128.load(at, 32), space)
  const d = i8x16.lt_u(v128.load(at, 48), space)
  if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) return 0
  const low = (i8x16.bitmask(a) as u32) | ((i8x16.bitmask(b) as u32) << 16)
  const high = (i8x16.bitmask(c) as u32) | ((i8x16.bitmask(d) as u32) << 16)
  return (low as u64) | ((high as u64) << 32)
}
