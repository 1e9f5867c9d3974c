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
import { type BpfRecord, type EventCall, readBpfRecord, readEventCall } from '@ts-audit/bpf'
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
  holds: ({ event }) =>
    event.records.some((record) => record.type === RecordType.BPF && readBpfRecord(record)),
  steps: ['auid', 'exe', 'comm'],
  detailed: {
    title: 'BPF Report',
    heading: '# date time prog-id op success auid exe comm pid event',
    rules: [54, 54],
    records: ({ records }) =>
      records.filter((record) => record.type === RecordType.BPF && readBpfRecord(record)),
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
      for (const record of row.event.records) {
        if (record.type !== RecordType.BPF || readBpfRecord(record)?.op !== 'LOAD') continue
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
  return bpf !== undefined && (bpf.op === 'LOAD' || callOf(row.event).canDrop(bpf.progId))
}

/** Read once an event: every cell of each of its rows asks. */
const calls = new WeakMap<LogEvent, EventCall>()

function callOf(event: LogEvent): EventCall {
  let call = calls.get(event)
  if (call === undefined) {
    call = readEventCall(event)
    calls.set(event, call)
  }
  return call
}

function bpfOf({ record }: { readonly record: LogRecord | undefined }): BpfRecord | undefined {
  return record === undefined ? undefined : readBpfRecord(record)
}
