/** `--bpf VIEW`: follows BPF programs through the log, then writes the view that was asked for. */

import type { ReportRun } from '@ts-audit/aureport'
import {
  type Baseline,
  type BpfReport,
  createBpfTracker,
  createStoryRecorder,
  filterReport,
  type IntegrityReport,
  type JoinedReport,
  joinBpftool,
  joinEnrichment,
  type KnownTools,
  readBaseline,
  readKnownTools,
  withPrograms,
  writeBaseline,
} from '@ts-audit/bpf'
import type { InputReader } from '@ts-audit/inputs'
import type { EventSink } from '@ts-audit/log'
import type { CommandEnvironment } from '../../run/environment.ts'
import { RunError } from '../../run/run-error.ts'
import type { Session } from '../../run/session.ts'
import { exhibitOf } from './exhibit.ts'
import { integrityPieces, watchIntegrity } from './integrity-job.ts'
import { readSnapshot } from './kernel-snapshot.ts'
import { onlyNodes } from './only-nodes.ts'
import { type BpfViewOptions, LIVE } from './settings.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'
import { hasRows, viewPieces } from './view-output.ts'

/** A view that is about to be made. */
export interface ViewJob {
  readonly run: ReportRun
  /** The status of findings where the log and the kernel do not agree on what is loaded; undefined where they do. */
  readonly difference: () => number | undefined
  /** Given the reader, which knows the boots of what comes out of a journal. */
  readonly reading: (reader: InputReader) => void
  /** Told about messages that an input says are missing. */
  readonly onMissing: (count: number, event: string) => void
  /** Told about lines that are no record, where the state of the log is shown. */
  readonly onMalformed?: ((input: number, line: number, text: string) => void) | undefined
  readonly keepsPlaces: boolean
  /** What is written once the log has ended, in pieces: bytes, or latin1 text. */
  readonly rest: () => Iterable<string | Uint8Array>
}

/** What a view is made with. */
export interface ViewSetting {
  readonly session: Session
  readonly note: (text: string) => void
  /** The words of the command line after the program's name; latin1. */
  readonly tokens: readonly string[]
  readonly version?: CommandEnvironment['version']
}

/**
 * Prepares a view; the files that options name are read first.
 *
 * @throws {RunError} when one of them cannot be used
 */
export function openBpfView(
  options: BpfViewOptions,
  { session, note, tokens, version }: ViewSetting,
): ViewJob {
  const { bpf, nodes, format } = options
  const view = format === 'html' ? undefined : bpf.view
  const baseline = bpf.baseline === undefined ? undefined : readBaselineFile(bpf.baseline)
  const knownTools = bpf.knownTools === undefined ? undefined : readToolsFile(bpf.knownTools)
  const enrichment = bpf.enrichment === undefined ? undefined : readSmallFile(bpf.enrichment)
  const snapshot = bpf.bpftool === undefined ? undefined : readSnapshot(bpf.bpftool)
  let reader: InputReader | undefined
  const tracker = createBpfTracker({
    bootOf: (event) => (reader?.namesBoots === true ? reader.sourceOfEvent(event)?.boot : undefined),
    baseline,
    knownTools,
    loaderFields: bpf.by,
    thresholds: bpf.thresholds,
    // Programs whose life is over are kept only where they are shown: memory then grows with those alive.
    dropFinished: view !== undefined && view !== 'programs' && view !== 'story',
  })
  const recorder = view === undefined || view === 'story' ? createStoryRecorder() : undefined
  const watch = view === undefined || view === 'integrity' ? watchIntegrity() : undefined
  // Of a large log the page is made without: that costs as much again.
  let watched = 0
  const watchSink: EventSink | undefined =
    watch === undefined || view === 'integrity'
      ? watch?.recorder.sink
      : (event) => ++watched > MOST_WATCHED || watch.recorder.sink(event)
  const others = [recorder?.sink, watchSink].filter((sink) => sink !== undefined)
  const sink: EventSink =
    others.length === 0
      ? tracker.sink
      : (event) => {
          for (const other of others) other(event)
          return tracker.sink(event)
        }
  let report: BpfReport | JoinedReport | undefined
  let integrity: IntegrityReport | undefined
  const files: string[] = []
  const finish = (): BpfReport | JoinedReport => {
    const whole = tracker.finish()
    if (bpf.writeBaseline !== undefined) saveBaseline(bpf.writeBaseline, whole, baseline)
    const { confidence, reasons } = whole.coverage
    if (format === 'csv' && confidence !== 'high') {
      for (const reason of [`confidence: ${confidence}`, ...reasons]) note(`NOTE - ${reason}\n`)
    }
    const enriched =
      enrichment === undefined
        ? whole
        : refusing(bpf.enrichment ?? '', () => joinEnrichment(whole, enrichment))
    const joined = snapshot === undefined ? enriched : join(enriched, snapshot, options, note)
    const told = recorder === undefined ? joined : { ...joined, stories: recorder.finish(joined) }
    if (watched > MOST_WATCHED)
      note('NOTE - the log is large, and its state is no part of the page: --bpf integrity tells it\n')
    else if (watch !== undefined) integrity = withPrograms(watch.finish(), joined)
    return options.result === undefined ? told : filterReport(told, options.result)
  }
  return {
    reading: (made) => {
      reader = made
      watch?.reading(made)
    },
    keepsPlaces: watch !== undefined,
    onMissing(count, event) {
      tracker.noteLost(count, event)
      watch?.recorder.noteLost(count, event)
    },
    onMalformed: watch?.recorder.noteMalformed,
    run: {
      sink: onlyNodes(nodes, sink),
      startFile: (name) => {
        files.push(name)
        watch?.startFile(name)
      },
      end() {
        report = finish()
        if (view === 'integrity') return (integrity?.events ?? 0) > 0 ? 0 : 1
        return hasRows(report, view, options) ? 0 : 1
      },
    },
    difference: () =>
      view === 'findings' && report !== undefined && differs(report) ? DIFFERENT : undefined,
    rest() {
      if (report === undefined) return []
      if (view === 'integrity')
        return integrity === undefined ? [] : integrityPieces(integrity, options, session)
      return viewPieces({ ...report, integrity }, view, options, session, () =>
        exhibitOf({ tokens, files, version, now: Date.now() }),
      )
    },
  }
}

/** Events of a log whose state is a section of the page. */
const MOST_WATCHED = 100_000

/** See {@link ViewJob.difference}. */
const DIFFERENT = 2

function differs(report: BpfReport | JoinedReport): boolean {
  return 'liveOnly' in report && report.liveOnly.length + report.logOnly.length > 0
}

export function readBaselineFile(path: string): Baseline {
  const text = readSmallFile(path)
  return refusing(path, () => readBaseline(text))
}

export function readToolsFile(path: string): KnownTools {
  const text = readSmallFile(path)
  return refusing(path, () => readKnownTools(text))
}

/** Loaders that nobody can know again are left out: loads without a SYSCALL record, and bpf() calls that load nothing. */
function saveBaseline(path: string, { loaders }: BpfReport, known: Baseline | undefined): void {
  const seen = loaders.filter(
    ({ loads, packetCalls = 0, exe, comm, auid }) =>
      loads + packetCalls > 0 && (exe ?? comm ?? auid) !== undefined,
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
  if (format === 'csv' && liveOnly.length + logOnly.length > 0) {
    note(
      `NOTE - loaded in the kernel, but not by the log: ${liveOnly.length}; the other way round: ${logOnly.length}. --format json lists them\n`,
    )
  }
  return joined
}

/** What a library says of a file's contents, as an error of the run. */
export function refusing<Value>(path: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new RunError(`${path}: ${error.message}\n`, 1)
  }
}
