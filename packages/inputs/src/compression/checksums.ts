/** The checksums of compressed data: CRC-32 of gzip and xz, CRC-64 of xz, the CRC-32 of bzip2, whose bits run the other way. */

/** CRC-32 (polynomial 0xEDB88320) of what came before and these bytes; that of nothing is 0. */
export function crc32(before: number, bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const table = tables32()
  let crc = ~before
  let at = start
  for (const stop = end - 3; at < stop; at += 4) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    crc =
      (table[768 + (crc & 255)] as number) ^
      (table[512 + ((crc >>> 8) & 255)] as number) ^
      (table[256 + ((crc >>> 16) & 255)] as number) ^
      (table[crc >>> 24] as number)
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 255] as number)
  return ~crc >>> 0
}

/** CRC-64 (polynomial 0xC96C5795D7870F42), in two halves of 32 bits. */
export class Crc64 {
  #low = -1
  #high = -1

  update(bytes: Uint8Array): void {
    const { low: lows, high: highs } = tables64()
    let low = this.#low
    let high = this.#high
    let at = 0
    for (const stop = bytes.length - 3; at < stop; at += 4) {
      const word =
        low ^
        ((bytes[at] as number) |
          ((bytes[at + 1] as number) << 8) |
          ((bytes[at + 2] as number) << 16) |
          ((bytes[at + 3] as number) << 24))
      const a = 768 + (word & 255)
      const b = 512 + ((word >>> 8) & 255)
      const c = 256 + ((word >>> 16) & 255)
      const d = word >>> 24
      low = high ^ (lows[a] as number) ^ (lows[b] as number) ^ (lows[c] as number) ^ (lows[d] as number)
      high = (highs[a] as number) ^ (highs[b] as number) ^ (highs[c] as number) ^ (highs[d] as number)
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ (bytes[at] as number)) & 255
      low = ((low >>> 8) | (high << 24)) ^ (lows[index] as number)
      high = (high >>> 8) ^ (highs[index] as number)
    }
    this.#low = low
    this.#high = high
  }

  /** Whether it is this one. */
  is(low: number, high: number): boolean {
    return ~this.#low >>> 0 === low && ~this.#high >>> 0 === high
  }
}

/** Entries of CRC-32 with its bits from the highest on (polynomial 0x04C11DB7), for bzip2. */
export function bzip2CrcTable(): Int32Array {
  const table = new Int32Array(256)
  for (let index = 0; index < 256; index++) {
    let crc = index << 24
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0)
    table[index] = crc
  }
  return table
}

let made32: Int32Array | undefined

/** Four tables, for as many bytes at once: that is three times as fast as one byte after the other. */
function tables32(): Int32Array {
  if (made32 !== undefined) return made32
  const table = new Int32Array(1024)
  for (let index = 0; index < 256; index++) {
    let crc = index
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
    table[index] = crc
  }
  for (let index = 256; index < 1024; index++) {
    const before = table[index - 256] as number
    table[index] = (before >>> 8) ^ (table[before & 255] as number)
  }
  made32 = table
  return table
}

let made64: { readonly low: Int32Array; readonly high: Int32Array } | undefined

function tables64(): { readonly low: Int32Array; readonly high: Int32Array } {
  if (made64 !== undefined) return made64
  const low = new Int32Array(1024)
  const high = new Int32Array(1024)
  for (let index = 0; index < 256; index++) {
    let lower = index
    let upper = 0
    for (let bit = 0; bit < 8; bit++) {
      const carry = lower & 1
      lower = (lower >>> 1) | (upper << 31)
      upper >>>= 1
      if (carry === 1) {
        lower ^= 0xd7870f42
        upper ^= 0xc96c5795
      }
    }
    low[index] = lower
    high[index] = upper
  }
  for (let index = 256; index < 1024; index++) {
    const lower = low[index - 256] as number
    const upper = high[index - 256] as number
    low[index] = ((lower >>> 8) | (upper << 24)) ^ (low[lower & 255] as number)
    high[index] = (upper >>> 8) ^ (high[lower & 255] as number)
  }
  made64 = { low, high }
  return made64
}
