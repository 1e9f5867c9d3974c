/**
 * Syslog as files keep it: RFC 3164 and what daemons make of it, with dates or ISO stamps, with or without priority, host,
 * process id and colon; busybox; the kernel's lines in journalctl's short output.
 */
import type { LineForm } from '../input-form.ts'
import { Continuation } from './continuation.ts'
import { isNamedText } from './journal-copy.ts'
import { syslogFrame } from './syslog-frame.ts'
import { SyslogText } from './syslog-text.ts'

export const syslog: LineForm = {
  kind: 'line',
  name: 'syslog',
  title: 'syslog',
  losses: ['unauthenticated'],
  open: (out) => {
    const text = new SyslogText(out)
    const continuation = new Continuation()
    return {
      line(bytes, start, end) {
        if (continuation.holds(bytes, start, end)) {
          out.unread('other')
          return true
        }
        const frame = syslogFrame(bytes, start, end, out.tagOf)
        if (frame === undefined) return false
        if (frame.host !== undefined) out.host(bytes, frame.host.start, frame.host.end)
        const what = text.read(frame.tag, bytes, frame.text, end, end - start)
        if (what === 'journal copy') return false
        if (what === 'none') {
          // with-unit has the unit in the tag's place.
          if (frame.hasWeekday && isNamedText(bytes, frame.text, end)) return false
          out.unread('other')
        }
        continuation.after(frame.text - start)
        return true
      },
      continues: (bytes, start, end) => continuation.holds(bytes, start, end),
      end: () => continuation.forget(),
    }
  },
}
