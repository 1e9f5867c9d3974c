/** `--bpf VIEW`: follows BPF programs through the log, then writes the view that was asked for. */

import type { ReportRun } from '@ts-audit/aureport'
import {
  type Baseline,
  type BpfReport,
  createBpfTracker,
  filterReport,
  type JoinedReport,
  joinBpftool,
  readBaseline,
  writeBaseline,
} from '@ts-audit/bpf'
import type { InputReader } from '@ts-audit/inputs'
import type { EventSink } from '@ts-audit/log'
import { RunError } from '../../run/run-error.ts'
import type { Session } from '../../run/session.ts'
import { readSnapshot } from './kernel-snapshot.ts'
import { type BpfViewOptions, LIVE } from './settings.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'
import { hasRows, viewPieces } from './view-output.ts'

/** A view that is about to be made. */
export interface ViewJob {
  readonly run: ReportRun
  /** Given the reader, which knows the boots of what comes out of a journal. */
  readonly onReader: (reader: InputReader) => void
  /** Told about messages that an input says are missing. */
  readonly onMissing: (count: number, event: string) => void
  /** What is written once the log has ended, in pieces: bytes, or latin1 text. */
  readonly rest: () => Iterable<string | Uint8Array>
}

/**
 * Prepares a view; the files that options name are read first.
 *
 * @throws {RunError} when one of them cannot be used
 */
export function openBpfView(
  options: BpfViewOptions,
  { session, note }: { readonly session: Session; readonly note: (text: string) => void },
): ViewJob {
  const { bpf, nodes, format } = options
  const view = format === 'html' ? undefined : bpf.view
  const baseline = bpf.baseline === undefined ? undefined : readBaselineFile(bpf.baseline)
  const snapshot = bpf.bpftool === undefined ? undefined : readSnapshot(bpf.bpftool)
  let reader: InputReader | undefined
  const tracker = createBpfTracker({
    bootOf: (event) => (reader?.namesBoots === true ? reader.sourceOfEvent(event)?.boot : undefined),
    baseline,
    loaderFields: bpf.by,
    thresholds: bpf.thresholds,
    // Programs whose life is over are kept only where they are shown: memory then grows with those alive.
    dropFinished: view !== undefined && view !== 'programs',
  })
  let report: BpfReport | JoinedReport | undefined
  const finish = (): BpfReport | JoinedReport => {
    const whole = tracker.finish()
    if (bpf.writeBaseline !== undefined) saveBaseline(bpf.writeBaseline, whole, baseline)
    const { confidence, reasons } = whole.coverage
    if (format === 'csv' && confidence !== 'high') {
      for (const reason of [`confidence: ${confidence}`, ...reasons]) note(`NOTE - ${reason}\n`)
    }
    const joined = snapshot === undefined ? whole : join(whole, snapshot, options, note)
    return options.result === undefined ? joined : filterReport(joined, options.result)
  }
  return {
    onReader: (made) => {
      reader = made
    },
    onMissing: tracker.noteLost,
    run: {
      sink: onlyNodes(nodes, tracker.sink),
      end() {
        report = finish()
        return hasRows(report, view) ? 0 : 1
      },
    },
    rest: () => (report === undefined ? [] : viewPieces(report, view, options, session)),
  }
}

/** `--node`, as in every report: events of these nodes only. */
function onlyNodes(nodes: readonly string[], sink: EventSink): EventSink {
  if (nodes.length === 0) return sink
  const wanted = new Set(nodes)
  return (event) => event.node === undefined || !wanted.has(event.node) || sink(event)
}

function readBaselineFile(path: string): Baseline {
  const text = readSmallFile(path)
  return refusing(path, () => readBaseline(text))
}

/** Loaders that nobody can know again are left out: loads without a SYSCALL record, and bpf() calls that load nothing. */
function saveBaseline(path: string, { loaders }: BpfReport, known: Baseline | undefined): void {
  const seen = loaders.filter(
    ({ loads, exe, comm, auid }) => loads > 0 && (exe ?? comm ?? auid) !== undefined,
  )
  writeSmallFile(path, writeBaseline(seen, known))
}

function join(
  report: BpfReport,
  snapshot: string,
  { nodes, bpf, format }: BpfViewOptions,
  note: (text: string) => void,
): JoinedReport {
  const all = report.coverage.nodes
  const node = nodes.length === 1 ? nodes[0] : all[0]
  if (all.length > 1 && nodes.length !== 1) {
    note(`NOTE - the kernel's programs are compared with node ${node}: --node chooses another\n`)
  }
  const joined = refusing(bpf.bpftool === LIVE ? 'bpftool' : (bpf.bpftool ?? ''), () =>
    joinBpftool(report, snapshot, { node }),
  )
  const { liveOnly, logOnly } = joined
  const isTable = format === 'csv' || format === 'ndjson'
  if (isTable && liveOnly.length + logOnly.length > 0) {
    note(
      `NOTE - loaded in the kernel, but not by the log: ${liveOnly.length}; the other way round: ${logOnly.length}. --format json lists them\n`,
    )
  }
  return joined
}

/** What a library says of a file's contents, as an error of the run. */
function refusing<Value>(path: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new RunError(`${path}: ${error.message}\n`, 1)
  }
}
