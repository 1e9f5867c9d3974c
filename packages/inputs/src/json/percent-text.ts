/** Text in which laurel has written bytes as `%xx`: those that cannot be shown, `%`, `+`, and those that are no UTF-8. */

export const PERCENT = 0x25

/** The bytes that it stands for. Without a `%` they are the same, as a view. */
export function percentDecoded(text: Uint8Array): Uint8Array {
  const first = text.indexOf(PERCENT)
  if (first < 0) return text
  const out = new Uint8Array(text.length)
  out.set(text.subarray(0, first))
  let length = first
  for (let at = first; at < text.length; at++) {
    const byte = text[at] as number
    const high = byte === PERCENT ? digit(text[at + 1]) : -1
    const low = high < 0 ? -1 : digit(text[at + 2])
    if (low < 0) out[length++] = byte
    else {
      out[length++] = high * 16 + low
      at += 2
    }
  }
  return out.subarray(0, length)
}

/** The value of a hexadecimal digit, or -1. */
function digit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
