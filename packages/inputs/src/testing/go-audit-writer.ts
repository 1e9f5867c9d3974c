/** Writes an audit log as go-audit does, for tests: by the description of its output, apart from the reader. */
import { parseRecordType } from '@ts-audit/tables/record-types'
import { type AuditLine, eventsOf } from './audit-line.ts'

/** An object for each event. Text in is latin1 of bytes; what comes out is text. */
export function goAuditEvents(log: string): string[] {
  return eventsOf(log).map((lines) => {
    const { seconds, milliseconds, serial } = lines[0] as AuditLine
    const messages = lines.map(({ type, body }) => ({
      type: parseRecordType(type),
      data: Buffer.from(body, 'latin1').toString('utf8'),
    }))
    const event = {
      sequence: Number(serial),
      timestamp: `${seconds}.${milliseconds}`,
      messages,
      uid_map: { 0: 'root' },
    }
    // As the library of Go does.
    return JSON.stringify(event).replace(
      /[<>&]/g,
      (char) => `\\u00${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
  })
}
