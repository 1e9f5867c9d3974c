/** The programs view (lifetimes) and the loaded view (still there, oldest first). */
import type { Program } from '../program.ts'
import type { BpfReport } from '../report/report.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.ts'
import { type Formatting, formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

const COLUMNS = [
  'node',
  'prog-id',
  'state',
  'loaded',
  'unloaded',
  'lifetime',
  'auid',
  'exe',
  'comm',
  'pid',
  'confidence',
]

/** All programs in the order of the log; systemd's short-lived ones as one counted row at the end, for each loader. */
export function programsView(report: BpfReport, options: ViewOptions = {}): View {
  return { title: 'BPF Programs Report', columns: COLUMNS, rows: programRows(report, options) }
}

/** The programs that are loaded at the end of the log, oldest first. */
export function loadedView(report: BpfReport, options: ViewOptions = {}): View {
  const format = formatting(options)
  const loaded = [...report.programs].filter(({ state }) => state === 'loaded')
  loaded.sort((a, b) => (a.load?.time ?? 0) - (b.load?.time ?? 0))
  const columns = [
    'node',
    'prog-id',
    'type',
    'name',
    'loaded',
    'auid',
    'exe',
    'comm',
    'pid',
    'event',
    'confidence',
  ]
  const rows = loaded.map(({ node, progId, live, name, load, loader, confidence }) => [
    format.text(node),
    String(progId),
    format.text(live?.type),
    format.text(live?.name ?? name),
    format.time(load?.time),
    format.user(loader?.auid),
    format.text(loader?.exe),
    format.text(loader?.comm),
    String(loader?.pid ?? ''),
    load?.event ?? '',
    confidence,
  ])
  return { title: 'BPF Programs Still Loaded Report', columns, rows }
}

function* programRows(report: BpfReport, options: ViewOptions): Generator<readonly string[]> {
  const format = formatting(options)
  const atMost = options.shortLivedMs ?? DEFAULT_THRESHOLDS.shortLivedMs
  const folded = new Map<string, { readonly first: Program; count: number; longest: number }>()
  for (const program of report.programs) {
    if (options.all === true || !isFolded(program, atMost)) {
      yield programRow(program, format)
      continue
    }
    const key = JSON.stringify([program.node, program.loader?.exe, program.loader?.auid])
    const group = folded.get(key) ?? { first: program, count: 0, longest: 0 }
    group.count++
    group.longest = Math.max(group.longest, program.lifetimeMs ?? 0)
    folded.set(key, group)
  }
  for (const { first, count, longest } of folded.values()) {
    const { node, loader } = first
    const kind = `${count} short-lived`
    const lifetime = `<=${format.duration(longest)}`
    const { auid, exe, comm } = loader ?? {}
    yield [
      format.text(node),
      kind,
      'unloaded',
      '',
      '',
      lifetime,
      format.user(auid),
      format.text(exe),
      format.text(comm),
      '',
      '',
    ]
  }
}

/** A program that systemd loaded and dropped soon, as it does at every start of a unit. */
function isFolded({ loader, state, lifetimeMs, findings }: Program, atMost: number): boolean {
  if (state !== 'unloaded' || lifetimeMs === undefined || lifetimeMs > atMost) return false
  return (
    findings.every((name) => name === 'load-burst') && /^\/(?:usr\/)?lib\/systemd\//.test(loader?.exe ?? '')
  )
}

function programRow(program: Program, format: Formatting): readonly string[] {
  const { node, progId, state, load, unload, lifetimeMs, lifetimeBounds, loader, confidence } = program
  return [
    format.text(node),
    String(progId),
    state,
    format.time(load?.time),
    format.time(unload?.time),
    lifetimeMs === undefined ? bounds(lifetimeBounds, format) : format.duration(lifetimeMs),
    format.user(loader?.auid),
    format.text(loader?.exe),
    format.text(loader?.comm),
    String(loader?.pid ?? ''),
    confidence,
  ]
}

function bounds(known: Program['lifetimeBounds'], format: Formatting): string {
  if (known?.max !== undefined) return `<=${format.duration(known.max)}`
  return known?.min === undefined ? '' : `>=${format.duration(known.min)}`
}
