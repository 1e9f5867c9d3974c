/** SHA-256 (FIPS 180-4), of pieces one after the other: the check that xz writes on demand. */

const BLOCK_BYTES = 64
/** FIPS 180-4 section 4.2.2: of the cube roots of the first primes. */
const K: Int32Array = /* @__PURE__ */ fractions(64, 3)

export class Sha256 {
  /** Section 5.3.3: of their square roots. */
  readonly #state: Int32Array = fractions(8, 2)
  readonly #words = new Int32Array(64)
  readonly #block = new Uint8Array(BLOCK_BYTES)
  #blockLength = 0
  #size = 0

  update(bytes: Uint8Array): void {
    this.#size += bytes.length
    let at = 0
    if (this.#blockLength > 0) {
      at = Math.min(bytes.length, BLOCK_BYTES - this.#blockLength)
      this.#block.set(bytes.subarray(0, at), this.#blockLength)
      this.#blockLength += at
      if (this.#blockLength < BLOCK_BYTES) return
      this.#compress(this.#block, 0)
    }
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) this.#compress(bytes, at)
    this.#block.set(bytes.subarray(at))
    this.#blockLength = bytes.length - at
  }

  /** The digest of all pieces; nothing may follow. */
  digest(): Uint8Array {
    const size = this.#size
    const padding = new Uint8Array(BLOCK_BYTES + 8 - ((size + 8) % BLOCK_BYTES))
    padding[0] = 0x80
    const view = new DataView(padding.buffer)
    view.setUint32(padding.length - 8, Math.floor(size / 2 ** 29))
    view.setUint32(padding.length - 4, (size * 8) % 2 ** 32)
    this.update(padding)
    const digest = new DataView(new ArrayBuffer(32))
    for (const [index, word] of this.#state.entries()) digest.setInt32(4 * index, word)
    return new Uint8Array(digest.buffer)
  }

  #compress(bytes: Uint8Array, start: number): void {
    const words = this.#words
    for (let index = 0, at = start; index < 16; index++, at += 4) {
      words[index] =
        ((bytes[at] as number) << 24) |
        ((bytes[at + 1] as number) << 16) |
        ((bytes[at + 2] as number) << 8) |
        (bytes[at + 3] as number)
    }
    for (let index = 16; index < 64; index++) {
      const early = words[index - 15] as number
      const late = words[index - 2] as number
      const s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
      const s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
      words[index] = ((words[index - 16] as number) + s0 + (words[index - 7] as number) + s1) | 0
    }
    const state = this.#state
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    let e = state[4] as number
    let f = state[5] as number
    let g = state[6] as number
    let h = state[7] as number
    for (let index = 0; index < 64; index++) {
      const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      const choice = (e & f) ^ (~e & g)
      const one = (h + s1 + choice + (K[index] as number) + (words[index] as number)) | 0
      const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      const majority = (a & b) ^ (a & c) ^ (b & c)
      h = g
      g = f
      f = e
      e = (d + one) | 0
      d = c
      c = b
      b = a
      a = (one + s0 + majority) | 0
    }
    state[0] = (state[0] as number) + a
    state[1] = (state[1] as number) + b
    state[2] = (state[2] as number) + c
    state[3] = (state[3] as number) + d
    state[4] = (state[4] as number) + e
    state[5] = (state[5] as number) + f
    state[6] = (state[6] as number) + g
    state[7] = (state[7] as number) + h
  }
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

/** The first 32 bits after the point of the roots of the first primes. */
function fractions(count: number, root: 2 | 3): Int32Array {
  const words = new Int32Array(count)
  for (let candidate = 2, found = 0; found < count; candidate++) {
    if (!isPrime(candidate)) continue
    const value = root === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate)
    words[found++] = Math.floor((value % 1) * 2 ** 32)
  }
  return words
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
  return true
}
