/** `--log-integrity` and `--bpf integrity`: whether the log is whole, as evidence. */
import { escapeText } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import type { ReportRun } from '@ts-audit/aureport'
import { csvForm } from '@ts-audit/aureport/internal'
import {
  createIntegrityRecorder,
  type IntegrityFile,
  type IntegrityRecorder,
  type IntegrityReport,
  integrityJson,
  integrityLines,
  integrityTable,
  integrityText,
} from '@ts-audit/bpf'
import type { InputReader } from '@ts-audit/inputs'
import type { Session } from '../../run/session.ts'
import { exhibitFile } from './exhibit.ts'
import { onlyNodes } from './only-nodes.ts'
import type { BpfViewOptions } from './settings.ts'
import { viewOptions } from './view-output.ts'
import { zoneNote } from './zone-note.ts'

/** What a run needs of a watched log. */
export interface IntegrityWatch {
  readonly recorder: IntegrityRecorder
  readonly reading: (reader: InputReader) => void
  readonly startFile: (name: string) => void
  /** The end of the log; files are read once more for their digests. */
  readonly finish: () => IntegrityReport
}

/** Watches a log while it is read. */
export function watchIntegrity(): IntegrityWatch {
  let reader: InputReader | undefined
  const names: string[] = []
  const recorder = createIntegrityRecorder({ placeOf: (record) => reader?.sourceOf(record) })
  return {
    recorder,
    reading: (made) => {
      reader = made
    },
    startFile: (name) => {
      names.push(name)
    },
    finish: () => recorder.finish(names.map((name): IntegrityFile => exhibitFile(name))),
  }
}

/** A report that is about to be made. */
export interface IntegrityJob extends Pick<IntegrityWatch, 'reading'> {
  readonly run: ReportRun
  /** Observations say in which line they are. */
  readonly keepsPlaces: true
  readonly onMissing: (count: number, event: string) => void
  readonly onMalformed: (input: number, line: number, text: string) => void
  readonly rest: () => Iterable<string | Uint8Array>
}

/** Prepares `--log-integrity`. */
export function openIntegrity(options: BpfViewOptions, session: Session): IntegrityJob {
  const watch = watchIntegrity()
  const { recorder, reading, startFile, finish } = watch
  let report: IntegrityReport | undefined
  return {
    reading,
    keepsPlaces: true,
    onMissing: recorder.noteLost,
    onMalformed: recorder.noteMalformed,
    run: {
      sink: onlyNodes(options.nodes, recorder.sink),
      startFile,
      end() {
        report = finish()
        return report.events > 0 ? 0 : 1
      },
    },
    rest: () => (report === undefined ? [] : integrityPieces(report, options, session)),
  }
}

/** The report in the form that was asked for, in pieces: bytes, or latin1 text. */
export function* integrityPieces(
  report: IntegrityReport,
  options: BpfViewOptions,
  session: Session,
): Generator<string | Uint8Array, void, undefined> {
  const { format, escape: mode, rawCsv } = options
  const utf8 = new TextEncoder()
  if (format === 'json') for (const text of integrityJson(report)) yield utf8.encode(text)
  else if (format === 'ndjson') for (const line of integrityLines(report)) yield utf8.encode(line)
  else if (format === 'csv') {
    const { columns, rows } = integrityTable(report)
    const sink = new ByteSink()
    const form = csvForm(columns, { escape: mode, raw: rawCsv }, sink)
    form.begin()
    for (const row of rows) form.row(row)
    form.end()
    yield sink.bytes.slice(0, sink.length)
  } else {
    const shown = {
      ...viewOptions({}, options, session),
      formatText: (text: string) => escapeText(mode, text),
    }
    for (const line of integrityText(report, shown)) yield `${line}\n`
    yield `${zoneNote(report.boots.at(-1)?.lastTime, session)}\n`
  }
}
