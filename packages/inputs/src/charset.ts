/** UTF-16, in which a Windows shell writes what is redirected: recognised by its beginning, and made UTF-8. */

const LOOK_BYTES = 64

/** The name that `TextDecoder` has for the charset of an input that begins with these bytes; undefined for UTF-8. */
export function wideCharset(beginning: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = beginning
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const look = beginning.subarray(0, LOOK_BYTES & ~1)
  if (look.length < 8) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < look.length; at += 2) {
    if (look[at] === 0) even++
    if (look[at + 1] === 0) odd++
  }
  const pairs = look.length >> 1
  if (odd === pairs && even === 0) return 'utf-16le'
  return even === pairs && odd === 0 ? 'utf-16be' : undefined
}

/** Makes UTF-8 of a charset, chunk by chunk. */
export function transcoder(charset: string): { push(chunk: Uint8Array): Uint8Array; end(): Uint8Array } {
  const decoder = new TextDecoder(charset)
  const encoder = new TextEncoder()
  return {
    push: (chunk) => encoder.encode(decoder.decode(chunk, { stream: true })),
    end: () => encoder.encode(decoder.decode()),
  }
}
