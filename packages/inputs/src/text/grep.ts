/** Output of `grep -r` and `grep -rn`: the name of a file, maybe the number of a line, and the line. */
import { COLON, OPEN_BRACE } from '../ascii.ts'
import { digitsEnd, indexOfByte } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { isAuditRecord, kernelRecord } from '../record-heads.ts'

/** PATH_MAX of Linux. */
const MOST_NAME = 4096

/** Read only when asked for: any text with a colon looks like it. */
export const grep: LineForm = {
  kind: 'line',
  name: 'grep',
  title: 'output of grep with file names',
  losses: [],
  onlyByName: true,
  neverWrapped: true,
  open: (out) => ({
    line(bytes, start, end) {
      const text = afterName(bytes, start, end)
      if (text < 0) return false
      return bytes[text] === OPEN_BRACE ? out.object(bytes, text, end) : out.text(bytes, text, end)
    },
  }),
}

/** Says that an input looks like it. */
export const grepLines: LineForm = {
  kind: 'line',
  name: 'grep-lines',
  readsNothing: true,
  title: 'output of grep with file names',
  losses: [],
  neverWrapped: true,
  open: (out) => ({
    line(bytes, start, end) {
      const text = afterName(bytes, start, end)
      if (text < 0) return false
      if (!isAuditRecord(bytes, text, end) && kernelRecord(bytes, text, end) === undefined) return false
      out.unread('prefixed')
      return true
    },
  }),
}

/** Where the line begins after `FILE:` or `FILE:NUMBER:`, or -1. The name ends at the first colon: what follows is a text. */
function afterName(bytes: Uint8Array, start: number, end: number): number {
  const colon = indexOfByte(bytes, COLON, start, Math.min(end, start + MOST_NAME))
  if (colon <= start) return -1
  const text = colon + 1
  const number = digitsEnd(bytes, text, end)
  return number > text && bytes[number] === COLON && number < end ? number + 1 : text
}
