/** Docker's json-file log: `{"log":"TEXT\n","stream":"stdout","time":"…"}`, long lines in parts. The parts are not verified. */
import { NEWLINE } from '../ascii.ts'
import type { ObjectForm } from '../input-form.ts'
import { isAuditRecord } from '../record-heads.ts'
import { PartialLine } from '../text/containers.ts'
import { giveText } from './log-text.ts'

export const dockerJson: ObjectForm = {
  kind: 'object',
  name: 'docker',
  title: "Docker's json-file",
  losses: [],
  open: (out) => {
    const lines = new Map([
      ['stdout', new PartialLine(out)],
      ['stderr', new PartialLine(out)],
    ])
    return {
      object(object) {
        const text = object.string('log')
        const line = lines.get(object.word('stream') ?? '')
        if (text === undefined || line === undefined || !object.has('time')) return false
        const isLast = text[text.length - 1] === NEWLINE
        // A record begins a line: one without a newline has come before.
        if (line.isOpen && isAuditRecord(text, 0, text.length)) line.end()
        if (line.isOpen || !isLast) line.add(text, 0, isLast ? text.length - 1 : text.length, isLast)
        else if (!giveText(out, text)) out.unread('without-text')
        return true
      },
      end() {
        for (const line of lines.values()) line.end()
      },
    }
  },
}
