/** osquery's table `syslog_events`, as results one by one, as snapshots, or as rows. */
import { COLON, OPEN_BRACKET } from '../ascii.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import { SyslogText } from '../text/syslog-text.ts'
import { elements, JsonObject } from './json-object.ts'
import { giveHost } from './log-text.ts'

export const osquery: ObjectForm = {
  kind: 'object',
  name: 'osquery',
  title: "osquery's syslog",
  losses: ['unauthenticated'],
  open: (out) => {
    const text = new SyslogText(out)
    return {
      object(object) {
        const snapshot = object.value('snapshot')
        if (snapshot === undefined) return readRow(out, text, object.object('columns') ?? object)
        let isKnown = false
        for (const { kind, bytes, start, end } of elements(snapshot)) {
          const row = kind === 'object' ? JsonObject.parse(bytes, start, end) : undefined
          if (row !== undefined && readRow(out, text, row)) isKnown = true
        }
        return isKnown
      },
    }
  },
}

function readRow(out: FormOutput, reader: SyslogText, row: JsonObject): boolean {
  const tag = row.string('tag')
  if (tag === undefined || !row.has('facility')) return false
  const message = row.string('message')
  if (message === undefined) return false
  let end = 0
  while (end < tag.length && tag[end] !== COLON && tag[end] !== OPEN_BRACKET) end++
  giveHost(out, row, 'host')
  const length = message.length
  if (reader.read(out.tagOf(tag, 0, end), message, 0, length, length) !== 'read') out.unread('other')
  return true
}
