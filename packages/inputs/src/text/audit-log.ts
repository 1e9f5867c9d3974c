/** The log that auditd writes: its lines are records as they are (spec 01 §3). */
import { isDigit } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { beginsAsAuditLine } from '../record-heads.ts'

/** Length of `type=`. */
const PREFIX = 5

export const auditLog: LineForm = {
  kind: 'line',
  name: 'audit',
  title: "auditd's log",
  losses: [],
  open: (out) => ({
    line(bytes, start, end) {
      // With a number for a name it is the kernel's.
      if (!beginsAsAuditLine(bytes, start, end) || isDigit(bytes[start + PREFIX])) return false
      out.record(bytes, start, end)
      return true
    },
  }),
}
