/** Which options of the BPF report do not go together. */
import { BPF_VIEWS, type BpfView } from './bpf/settings.ts'
import { thresholdOptions } from './bpf/threshold-options.ts'
import type { AureportOptions } from './options.ts'

interface Combination {
  readonly option: string
  readonly isUsed: (options: AureportOptions) => boolean
  /** The views it is for. */
  readonly views: readonly BpfView[]
  /** True when it is not for the page either. */
  readonly notForPage?: true
}

const EVERY: readonly BpfView[] = BPF_VIEWS

const combinations: readonly Combination[] = [
  { option: '--all', isUsed: ({ bpf }) => bpf.all === true, views: ['programs'] },
  {
    option: '--by',
    isUsed: ({ bpf }) => bpf.by !== undefined,
    views: ['loaders', 'commands'],
    notForPage: true,
  },
  { option: '--of', isUsed: ({ bpf }) => bpf.of !== undefined, views: ['story'], notForPage: true },
  {
    option: '--bpftool',
    isUsed: ({ bpf }) => bpf.bpftool !== undefined,
    views: ['programs', 'loaded', 'findings'],
  },
  {
    option: '--enrichment',
    isUsed: ({ bpf }) => bpf.enrichment !== undefined,
    views: ['programs', 'loaded', 'findings'],
  },
  { option: '--baseline', isUsed: ({ bpf }) => bpf.baseline !== undefined, views: EVERY },
  { option: '--write-baseline', isUsed: ({ bpf }) => bpf.writeBaseline !== undefined, views: EVERY },
  { option: '--known-tools', isUsed: ({ bpf }) => bpf.knownTools !== undefined, views: EVERY },
  ...thresholdOptions.map(({ option, threshold }) => ({
    option,
    isUsed: ({ bpf }: AureportOptions) => bpf.thresholds[threshold] !== undefined,
    views: EVERY,
  })),
]

/** A complaint about options that do not go together, without its newline; undefined when all is well. */
export function bpfMistake(options: AureportOptions): string | undefined {
  const { report, bpf, format, summary, result } = options
  const unfollowed = options.follow === true ? followMistake(options) : undefined
  if (unfollowed !== undefined) return unfollowed
  const isPage = report === 'bpf' && format === 'html'
  if (format === 'html' && !isPage) return '--format html is for --bpf'
  for (const combination of combinations) {
    const { option, isUsed, views, notForPage } = combination
    const isFor = isPage ? notForPage !== true : bpf.view !== undefined && views.includes(bpf.view)
    if (isUsed(options) && !isFor) return `${option} is for ${viewsText(combination)}`
  }
  if (report === 'log-integrity') {
    if (summary) return '--summary is not for --log-integrity'
    return result === undefined
      ? undefined
      : `${result === 'success' ? '--success' : '--failed'} is not for --log-integrity`
  }
  if (report !== 'bpf') return undefined
  if (bpf.view === 'diff') return diffMistake(options)
  if (summary && (bpf.view !== undefined || isPage)) return '--summary is for --bpf without a view'
  if (
    result !== undefined &&
    (bpf.view === 'findings' || bpf.view === 'story' || bpf.view === 'integrity') &&
    !isPage
  ) {
    return `${result === 'success' ? '--success' : '--failed'} is not for --bpf ${bpf.view}`
  }
  const usesBaseline = bpf.baseline !== undefined || bpf.writeBaseline !== undefined
  return bpf.by !== undefined && usesBaseline
    ? '--by is not for baselines: they tell loaders apart by exe, comm and auid'
    : undefined
}

/** What is about a whole log cannot be told before it has ended. */
function followMistake({
  report,
  bpf,
  format,
  summary,
  inputPaths = [],
}: AureportOptions): string | undefined {
  const isLive = report === 'bpf' && !summary && [undefined, 'programs', 'findings'].includes(bpf.view)
  if (!isLive)
    return '--follow is for --bpf, --bpf programs and --bpf findings: other reports are about a whole log'
  if (format === 'html' || format === 'json')
    return `--format ${format} is one document: --follow takes ndjson`
  if (format === 'csv' && bpf.view !== undefined) return '--follow takes ndjson for the views of --bpf'
  if (bpf.bpftool !== undefined) return '--bpftool is for a whole log'
  if (bpf.enrichment !== undefined) return '--enrichment is for a whole log'
  if (bpf.writeBaseline !== undefined) return '--write-baseline is for a whole log'
  return inputPaths.length > 1 ? '--follow takes one log' : undefined
}

function diffMistake({
  bpf,
  format,
  summary,
  result,
  inputPath,
  inputLogs,
}: AureportOptions): string | undefined {
  if (inputPath !== undefined || inputLogs) return '--bpf diff names its two inputs itself'
  if (bpf.writeBaseline !== undefined) return '--write-baseline is not for --bpf diff'
  if (format === 'html') return '--format html is not for --bpf diff'
  if (summary) return '--summary is for --bpf without a view'
  if (result !== undefined) return `${result === 'success' ? '--success' : '--failed'} is not for --bpf diff`
  return undefined
}

/** `--bpf programs, --bpf loaded and --format html`. */
function viewsText({ views, notForPage }: Combination): string {
  const named = views.length === EVERY.length ? ['the views of --bpf'] : views.map((view) => `--bpf ${view}`)
  const last = notForPage === true ? named.pop() : '--bpf --format html'
  return named.length === 0 ? `${last}` : `${named.join(', ')} and ${last}`
}
