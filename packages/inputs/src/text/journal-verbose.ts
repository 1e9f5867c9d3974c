/**
 * `journalctl -o verbose`: a stamp with a cursor, then ` NAME=value` for each field. Kernel messages are read; of audit
 * records the copies are counted.
 */
import { CLOSE_BRACKET } from '../ascii.ts'
import { ascii, equals, isUpper, startsWith } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { JOURNAL_REMEDY } from './journal-copy.ts'
import { KernelText } from './kernel-text.ts'
import { weekdayStampEnd } from './stamps.ts'

const CURSOR = ascii('[s=')
const INDENT = ascii('    ')
const AUDIT = ascii('_TRANSPORT=audit')
const KERNEL = ascii('_TRANSPORT=kernel')
const MESSAGE = ascii('MESSAGE=')

export const journalVerbose: LineForm = {
  kind: 'line',
  name: 'journal-verbose',
  title: 'journalctl -o verbose',
  remedy: JOURNAL_REMEDY,
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => {
    const kernel = new KernelText(out)
    let isInEntry = false
    let isKernel = false
    let message: Uint8Array | undefined
    const finish = (): void => {
      if (isKernel && message !== undefined) kernel.line(message, 0, message.length)
      isInEntry = false
      isKernel = false
      message = undefined
    }
    return {
      line(bytes, start, end) {
        if (isInEntry && startsWith(bytes, start, end, INDENT)) {
          const field = start + INDENT.length
          // Further lines of a value are indented more.
          if (equals(bytes, field, end, AUDIT)) out.unread('not-rebuildable')
          else if (equals(bytes, field, end, KERNEL)) isKernel = true
          else if (startsWith(bytes, field, end, MESSAGE)) message = bytes.slice(field + MESSAGE.length, end)
          return true
        }
        const isHead = isEntryHead(bytes, start, end)
        if (isInEntry) finish()
        isInEntry = isHead
        return isHead
      },
      continues: (bytes, start, end) => isInEntry && startsWith(bytes, start, end, INDENT),
      end: finish,
    }
  },
}

/** `Tue 2023-11-14 22:13:20.123456 UTC [s=…;x=…]` */
function isEntryHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] !== CLOSE_BRACKET || !isUpper(bytes[start])) return false
  const stamp = weekdayStampEnd(bytes, start, end)
  return stamp >= 0 && startsWith(bytes, stamp + 1, end, CURSOR)
}
