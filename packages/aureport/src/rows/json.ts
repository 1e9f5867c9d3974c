/** Rows as JSON: one object with all of them, or a line for each. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { type ReportChoice, reportName } from '../registry.ts'
import { decodeRow } from './decode-row.ts'
import type { RowWriterForm } from './row-form.ts'

const utf8 = new TextEncoder()

/** The name of the schema; additions keep the number. */
const ROWS_SCHEMA = 'ts-audit-report/1'

/** `{"schema":"ts-audit-report/1","report":"login","summary":false,"rows":[…]}`, a row a line. */
export function jsonForm(report: ReportChoice, summary: boolean, sink: ByteSink): RowWriterForm {
  let rows = 0
  return {
    begin() {
      sink.writeText(
        `{"schema":"${ROWS_SCHEMA}","report":"${reportName(report)}","summary":${summary},"rows":[`,
      )
    },
    row(row) {
      sink.writeText(rows === 0 ? '\n' : ',\n')
      rows++
      sink.writeBytes(utf8.encode(JSON.stringify(decodeRow(row))))
    },
    end() {
      sink.writeText('\n]}\n')
    },
  }
}

/** One JSON object a line (ndjson). */
export function ndjsonForm(sink: ByteSink): RowWriterForm {
  return {
    begin() {},
    row(row) {
      sink.writeBytes(utf8.encode(JSON.stringify(decodeRow(row))))
      sink.writeText('\n')
    },
    end() {},
  }
}
