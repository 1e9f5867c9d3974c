/** Writes any record as JSON of the native schema; what WebAssembly writes faster, it gives up to this. */
import type { InterpretContext } from '@ts-audit/auparse'
import { type ByteSink, FieldReader } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { CLOSE_BRACE, COMMA } from '../ascii.ts'
import type { ExecveArguments } from './execve-arguments.ts'
import { FieldWriter } from './field-writer.ts'
import { memberHead, writeMember } from './json-strings.ts'
import type { TypeText } from './type-texts.ts'

const encoder = new TextEncoder()
const RAW = memberHead('raw')
const FIELDS = encoder.encode(',"fields":[')
const ENRICHED = encoder.encode(',"enriched":[')

/** One serves one run. */
export class RecordWriter {
  readonly #reader: FieldReader
  readonly #fields: FieldWriter
  readonly #hasRaw: boolean

  constructor(context: InterpretContext, hasRaw: boolean) {
    this.#reader = new FieldReader(context)
    this.#fields = new FieldWriter(this.#reader)
    this.#hasRaw = hasRaw
  }

  /** Begins an event: what earlier events said no longer counts. */
  beginEvent(): void {
    this.#reader.beginEvent()
  }

  /** Writes a record and a comma; `all` takes the arguments of EXECVE. */
  write(
    record: LogRecord,
    event: LogEvent,
    type: TypeText,
    out: ByteSink,
    all: ExecveArguments | undefined,
  ): void {
    const reader = this.#reader
    out.writeBytes(type.head)
    if (this.#hasRaw) writeMember(RAW, record.bytes, record.start, record.end, out)
    out.writeBytes(FIELDS)
    reader.begin(record, event)
    if (all === undefined) this.#fields.writeFields(out)
    else {
      this.#fields.writeFields(out, (text) => {
        const { bytes, start, end, nameStart, nameEnd } = reader
        const value = text ?? { bytes: bytes.subarray(start, end), length: end - start }
        all.add(bytes, nameStart, nameEnd, value)
      })
    }
    if (reader.beginEntries()) {
      out.writeBytes(ENRICHED)
      this.#fields.writeEntries(out)
    }
    out.writeByte(CLOSE_BRACE)
    out.writeByte(COMMA)
  }
}
