/** The result of a user message (spec 01 §5.5 "User messages" step 19). */
import { APOSTROPHE, CLOSE_PAREN } from '../../ascii.ts'
import { latin1Bytes, startsWith, toNeedle } from '../byte-span.ts'
import type { RecordText } from '../record-text.ts'
import type { Step } from '../step.ts'

const RESULT = toNeedle('res=')
const OLD_RESULT = toNeedle('result=')
const FAILED = latin1Bytes('failed')
const SUCCESS = latin1Bytes('success')

/** `res=…'`, where everything but `failed…` is a success (so is `res=0`); or the older `result=…)`. */
export const messageResult: Step = (text, attributes) => {
  const from = text.after(RESULT, text.at)
  if (from < 0) {
    const old = text.after(OLD_RESULT, text.at)
    if (old < 0) return 0
    const close = text.findByte(CLOSE_PAREN, old)
    if (close < 0) return 22
    attributes.success = equalsIgnoringCase(text, SUCCESS, old, close) ? 1 : 0
    return 0
  }
  const quote = text.findByte(APOSTROPHE, from)
  if (quote < 0) return 21
  attributes.success = startsWith(text.bytes, FAILED, from, quote) ? 0 : 1
  return 0
}

/** `word` is in lower case and has letters only. */
function equalsIgnoringCase(text: RecordText, word: Uint8Array, from: number, end: number): boolean {
  if (end - from !== word.length) return false
  for (let index = 0; index < word.length; index++) {
    if (((text.bytes[from + index] ?? 0) | 0x20) !== word[index]) return false
  }
  return true
}
