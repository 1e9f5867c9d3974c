/** From lines of one event that stand together to their records. */
import { GROUP_SEPARATOR, NEWLINE } from './ascii.ts'
import { HeaderParser } from './header.ts'
import { type LogRecord, recordOf, TERMINATED } from './record.ts'

/** Reads again what the scan has passed over: whole lines without NUL bytes, with headers as auditd writes them. */
export class RunReader {
  readonly #headers = new HeaderParser(0)

  /** Adds the records whose lines are at `start` to `end`, the last newline left out. */
  addTo(records: LogRecord[], bytes: Uint8Array, start: number, end: number): void {
    const { header } = this.#headers
    for (let line = start; line < end; ) {
      const newline = bytes.indexOf(NEWLINE, line)
      const lineEnd = newline < 0 || newline > end ? end : newline
      const separator = bytes.indexOf(GROUP_SEPARATOR, line)
      const textEnd = separator < 0 || separator > lineEnd ? lineEnd : separator
      this.#headers.parse(bytes, line, lineEnd)
      // A byte 0x1D in the header ends the text before the stamp does.
      const body = header.body <= textEnd ? header.body : -1
      records.push(recordOf(bytes, line, body, textEnd, lineEnd, header.type, TERMINATED))
      line = lineEnd + 1
    }
  }
}
