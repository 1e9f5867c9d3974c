/** Searches bytes for any text, in time linear in the bytes whatever the text. */
import { type ByteSpan, latin1Bytes } from './byte-span.ts'

/** Tells whether a span contains a latin1 text (Knuth, Morris and Pratt); the empty text is in every span. */
export function createTextSearch(text: string): (span: ByteSpan) => boolean {
  const wanted = latin1Bytes(text)
  const borders = borderLengths(wanted)
  const size = wanted.length
  const first = wanted[0]
  return ({ bytes, start, end }) => {
    let matched = 0
    for (let at = start; at < end && matched < size; at++) {
      const byte = bytes[at]
      if (matched === 0) {
        if (byte === first) matched = 1
        continue
      }
      while (matched > 0 && byte !== wanted[matched]) matched = borders[matched - 1] ?? 0
      if (byte === wanted[matched]) matched++
    }
    return matched === size
  }
}

/** Tells whether a span is a latin1 text. */
export function createTextEquality(text: string): (span: ByteSpan) => boolean {
  const wanted = latin1Bytes(text)
  return ({ bytes, start, end }) => {
    if (end - start !== wanted.length) return false
    for (let index = 0; index < wanted.length; index++) {
      if (bytes[start + index] !== wanted[index]) return false
    }
    return true
  }
}

/** For each prefix, the length of its longest proper prefix that also ends it. */
function borderLengths(wanted: Uint8Array): Uint32Array {
  const borders = new Uint32Array(wanted.length)
  let length = 0
  for (let at = 1; at < wanted.length; at++) {
    while (length > 0 && wanted[at] !== wanted[length]) length = borders[length - 1] ?? 0
    if (wanted[at] === wanted[length]) length++
    borders[at] = length
  }
  return borders
}
