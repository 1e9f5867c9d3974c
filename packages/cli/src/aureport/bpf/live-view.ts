/** `--bpf programs --follow` and `--bpf findings --follow`: each program when its life is over, each finding when it is made. */
import type { ReportRun } from '@ts-audit/aureport'
import {
  type BpfReport,
  createBpfTracker,
  type Finding,
  findingsView,
  type Program,
  type ProgramList,
  programsView,
  reportLines,
  type View,
  viewLines,
} from '@ts-audit/bpf'
import type { Output } from '../../output/output.ts'
import { onlyNodes } from './only-nodes.ts'
import type { BpfViewOptions } from './settings.ts'
import { readBaselineFile, readToolsFile, type ViewSetting } from './view-job.ts'
import { viewOptions } from './view-output.ts'

/** Title, rule, columns, rule, and the empty line before them. */
const HEADING_LINES = 5

/** Prepares the view; its lines go to the output as they come. */
export function openLiveView(
  options: BpfViewOptions,
  { session }: Pick<ViewSetting, 'session'>,
  { sink }: Output,
): ReportRun {
  const { bpf, nodes, format } = options
  const empty = createBpfTracker().finish()
  let rows = 0
  const show = (report: BpfReport, part: 'programs' | 'findings', makeView: typeof programsView): void => {
    if (format === 'ndjson') {
      for (const line of reportLines(report, part)) sink.writeBytes(new TextEncoder().encode(line))
      rows++
      return
    }
    const shown: View = makeView(report, { ...viewOptions(report, options, session), all: true })
    for (const [at, line] of [...viewLines(shown)].entries()) {
      if (at < HEADING_LINES && rows > 0) continue
      sink.writeText(`${at === HEADING_LINES ? line.replace(/^1\./, `${rows + 1}.`) : line}\n`)
    }
    rows++
  }
  const isWanted = ({ load }: Program): boolean =>
    options.result === undefined || load?.success === (options.result === 'success')
  const tracker = createBpfTracker({
    baseline: bpf.baseline === undefined ? undefined : readBaselineFile(bpf.baseline),
    knownTools: bpf.knownTools === undefined ? undefined : readToolsFile(bpf.knownTools),
    thresholds: bpf.thresholds,
    onProgram(program) {
      if (bpf.view === 'programs' && isWanted(program))
        show({ ...empty, programs: only(program) }, 'programs', programsView)
    },
    ...(bpf.view === 'findings' && {
      onFinding: (finding: Finding) => show({ ...empty, findings: [finding] }, 'findings', findingsView),
    }),
  })
  return { sink: onlyNodes(nodes, tracker.sink), end: () => (rows > 0 ? 0 : 1) }
}

function only(program: Program): ProgramList {
  return {
    length: 1,
    at: (index) => (index === 0 ? program : undefined),
    toJSON: () => [program],
    *[Symbol.iterator]() {
      yield program
    },
  }
}
