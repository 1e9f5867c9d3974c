/** `/dev/kmsg`: `PRIORITY,SEQUENCE,MICROSECONDS,FLAG[,…];TEXT`, and lines ` KEY=value` after it. */
import { COMMA, SEMICOLON, SPACE } from '../ascii.ts'
import { digitsEnd, indexOfByte, isUpper } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { kernelRecord } from '../record-heads.ts'
import { isKernelPriority } from './kernel-prefix.ts'
import { KernelText } from './kernel-text.ts'

/** What stands before the text is shorter, `caller=T59` included. */
const MOST_PREFIX = 128

export const kmsg: LineForm = {
  kind: 'line',
  name: 'kmsg',
  title: "the kernel's log (/dev/kmsg)",
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => {
    // The escapes are exact here, since a backslash is escaped too.
    const kernel = new KernelText(out, 'all')
    let isAfterMessage = false
    return {
      line(bytes, start, end) {
        if (isAfterMessage && bytes[start] === SPACE && isUpper(bytes[start + 1])) return true
        const text = textStart(bytes, start, end)
        isAfterMessage = text >= 0
        if (text < 0) return false
        if (!isKernelPriority(bytes, start, digitsEnd(bytes, start, end))) {
          out.unread(kernelRecord(bytes, text, end) === undefined ? 'other' : 'not-kernel')
        } else if (!kernel.line(bytes, text, end)) out.unread('other')
        return true
      },
      end() {
        isAfterMessage = false
      },
    }
  },
}

function textStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  for (let number = 0; number < 3; number++) {
    const digits = digitsEnd(bytes, at, end)
    if (digits === at || digits >= end || bytes[digits] !== COMMA) return -1
    at = digits + 1
  }
  const semicolon = indexOfByte(bytes, SEMICOLON, at, Math.min(end, start + MOST_PREFIX))
  return semicolon < 0 ? -1 : semicolon + 1
}
