/**
 * journalctl's short output (`-o short`, `short-iso`, `with-unit`, `cat` …): its copies of audit records have lost their ids
 * and cannot be rebuilt. Its kernel lines are read as syslog.
 */
import type { LineForm } from '../input-form.ts'
import { Continuation } from './continuation.ts'
import { isJournalCopy, isNamedText, JOURNAL_REMEDY } from './journal-copy.ts'
import { syslogFrame } from './syslog-frame.ts'

export const journalShort: LineForm = {
  kind: 'line',
  name: 'journal-short',
  readsNothing: true,
  title: "journalctl's short output",
  remedy: JOURNAL_REMEDY,
  losses: [],
  open: (out) => {
    const continuation = new Continuation()
    return {
      line(bytes, start, end) {
        if (continuation.holds(bytes, start, end)) return true
        const frame = syslogFrame(bytes, start, end, out.tagOf)
        const isCopy =
          frame === undefined ? isNamedText(bytes, start, end) : isJournalCopy(bytes, frame.text, end)
        if (!isCopy) return false
        if (frame !== undefined) continuation.after(frame.text - start)
        out.unread('not-rebuildable')
        return true
      },
      continues: (bytes, start, end) => continuation.holds(bytes, start, end),
      end: () => continuation.forget(),
    }
  },
}
