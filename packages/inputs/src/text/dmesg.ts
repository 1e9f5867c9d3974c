/** The kernel's log as dmesg(1) prints it in all its forms, busybox too, and as a serial console shows it. */
import { COLON } from '../ascii.ts'
import { ascii, startsWith, wordEnd } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { kernelRecord } from '../record-heads.ts'
import { Continuation } from './continuation.ts'
import { kernelPrefix } from './kernel-prefix.ts'
import { KernelText } from './kernel-text.ts'
import { syslogFrame } from './syslog-frame.ts'

/** What systemd says on a console while it starts. */
const STATUS = ['[  OK  ]', '[FAILED]', '[DEPEND]', '[ TIME ]', '[ INFO ]', '[ WARN ]', '[ SKIP ]'].map(ascii)

export const dmesg: LineForm = {
  kind: 'line',
  name: 'dmesg',
  title: "the kernel's log (dmesg)",
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => {
    const kernel = new KernelText(out, 'unprintable')
    const continuation = new Continuation()
    return {
      line(bytes, start, end) {
        if (continuation.holds(bytes, start, end)) {
          out.unread('other')
          return true
        }
        const prefix = kernelPrefix(bytes, start, end)
        if (prefix === undefined) {
          if (!STATUS.some((status) => startsWith(bytes, start, end, status))) return false
          out.unread('other')
          return true
        }
        const { text, isKernel, isCertain } = prefix
        if (!isKernel) {
          const isRecord = kernelRecord(bytes, text, end) !== undefined
          if (!isRecord && !isCertain) return false
          out.unread(isRecord ? 'not-kernel' : 'other')
        } else if (!kernel.line(bytes, text, end)) {
          if (!isCertain) return false
          // journalctl's short-monotonic has a host and a tag after the time, and is syslog's.
          if (mayBeHost(bytes, text, end) && syslogFrame(bytes, start, end, out.tagOf) !== undefined)
            return false
          out.unread('other')
        }
        continuation.after(text - start)
        return true
      },
      continues: (bytes, start, end) => continuation.holds(bytes, start, end),
      end: () => continuation.forget(),
    }
  },
}

function mayBeHost(bytes: Uint8Array, text: number, end: number): boolean {
  const word = wordEnd(bytes, text, end)
  return word > text && word < end && bytes[word - 1] !== COLON
}
