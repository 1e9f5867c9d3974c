/** `--bpf`: one line for each LOAD and UNLOAD, in aureport's own manner; its summary counts loads by loader. */
import { NOT_RECORDED, UNSET } from '@ts-audit/auparse/search'
import {
  auidColumn,
  type CellValue,
  type Column,
  commOf,
  defineReport,
  exeOf,
  pidColumn,
  type ReportRow,
  serialColumn,
  successColumn,
  textColumn,
  textCounter,
  typeSet,
} from '@ts-audit/aureport'
import { type BpfEvent, type BpfRecord, readBpfEvent } from '@ts-audit/bpf'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'

/** Printed for what no record tells, as for missing text. */
const UNKNOWN = '?'

const programId: Column<number | null> = {
  write: (row, out) => out.text(String(bpfOf(row)?.progId ?? UNKNOWN)),
  value: (row) => bpfOf(row)?.progId ?? null,
}

const operation: Column<string | null> = {
  write: (row, out) => out.text(bpfOf(row)?.op ?? UNKNOWN),
  value: (row) => bpfOf(row)?.op ?? null,
}

export const bpfReport = defineReport({
  name: 'bpf',
  options: ['--bpf'],
  meaning: 'BPF program report',
  argument: 'none',
  types: typeSet(RecordType.BPF),
  holds: ({ event }) => readingOf(event).records.length > 0,
  steps: ['auid', 'exe', 'comm'],
  detailed: {
    title: 'BPF Report',
    heading: '# date time prog-id op success auid exe comm pid event',
    rules: [54, 54],
    records: (event) => readingOf(event).records,
    columns: {
      progId: programId,
      op: operation,
      success: successColumn,
      auid: processColumn(auidColumn('escaped'), ({ attributes }) => attributes.auid !== NOT_RECORDED),
      exe: processColumn(textColumn(exeOf, 'escaped', UNKNOWN)),
      comm: processColumn(textColumn(commOf, 'escaped', UNKNOWN)),
      pid: processColumn(pidColumn, ({ attributes }) => attributes.pid !== UNSET),
      serial: serialColumn,
    },
  },
  summary: {
    title: 'BPF',
    heading: 'loader',
    rule: 26,
    createCounter: textCounter('escaped', (row, tally) => {
      const loader = row.attributes.exe ?? row.attributes.comm
      const reading = readingOf(row.event)
      for (const record of reading.records) {
        if (reading.read(record)?.op !== 'LOAD') continue
        if (loader === undefined) tally.addText(UNKNOWN)
        else tally.add(loader)
      }
    }),
  },
})

/** A column about the process, which beside an UNLOAD is shown only when its call can drop a program. */
function processColumn<Value extends CellValue>(
  column: Column<Value>,
  isKnown: (row: ReportRow) => boolean = () => true,
): Column<Value | null> {
  const isShown = (row: ReportRow): boolean => isKnown(row) && namesProcess(row)
  return {
    write(row, out) {
      if (isShown(row)) column.write(row, out)
      else out.text(UNKNOWN)
    },
    value: (row) => (isShown(row) ? column.value(row) : null),
  }
}

function namesProcess(row: { readonly event: LogEvent; readonly record: LogRecord | undefined }): boolean {
  const bpf = bpfOf(row)
  return bpf !== undefined && (bpf.op === 'LOAD' || readingOf(row.event).canDrop(bpf.progId))
}

/** The event read last, as every cell of each of its rows asks for it. (A WeakMap would keep all of them for a while.) */
let latest: { readonly event: LogEvent; readonly reading: BpfEvent } | undefined

function readingOf(event: LogEvent): BpfEvent {
  if (latest?.event !== event) latest = { event, reading: readBpfEvent(event) }
  return latest.reading
}

function bpfOf({
  event,
  record,
}: {
  readonly event: LogEvent
  readonly record: LogRecord | undefined
}): BpfRecord | undefined {
  return record === undefined ? undefined : readingOf(event).read(record)
}
