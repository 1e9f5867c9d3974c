/** Command lines of PROCTITLE records (spec 03 §4.29). */
import { SPACE } from '../ascii.ts'
import { bytePair, decodeHex, hexLength, unquote } from './hex.ts'
import type { Interpreter } from './interpreter.ts'

/**
 * `proctitle`: the arguments, which the kernel separates with zero bytes, with spaces between them. What the reference
 * makes of values that are not all hexadecimal, or that start with `00`, is reproduced; where it shows stale memory,
 * the decoded text is given instead.
 */
export const processTitle: Interpreter = (value) => {
  if (value.startsWith('"')) return unquote(value)
  const abstract = value.startsWith('00')
  const hex = abstract ? value.slice(2) : value
  const digits = hexLength(hex)
  if (digits < 2) return abstract ? value : (decodeHex(value) ?? value)
  const text = decodeWithSpaces(hex, digits)
  if (digits < hex.length) return abstract ? text : text.padEnd(value.length >> 1)
  return abstract ? `${text} ${leftOver(hex)}` : text
}

/** The reference overwrites one zero byte too many, and so shows digits it decoded in place. */
function leftOver(hex: string): string {
  const kept = hex.length / 2 - 1
  return hex.length % 2 === 0 && kept > 0 ? hex.slice(-kept) : ''
}

function decodeWithSpaces(hex: string, digits: number): string {
  let text = ''
  for (let at = 0; at + 1 < digits; at += 2) text += String.fromCharCode(bytePair(hex, at) || SPACE)
  return text
}
