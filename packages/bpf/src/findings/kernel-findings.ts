/** Findings of a log beside the kernel's own list of programs: those that only one of the two knows. */
import type { BootSummary } from '../coverage.ts'
import { type Finding, SEVERITIES, type Severity } from '../fields/finding.ts'
import type { LiveProgram, Program } from '../fields/program.ts'
import { isSystemd } from '../records/systemd-path.ts'
import { withoutDeleted } from './untrusted-place.ts'

/** As many as every finding keeps. */
const MOST = 20

/** A program that the kernel has. */
type LiveEntry = Pick<LiveProgram, 'loadedAt'> & { readonly progId: number }

/** What is found in one comparison. */
export interface KernelComparison {
  readonly liveOnly: readonly LiveEntry[]
  readonly logOnly: readonly Program[]
  readonly node: string | undefined
  /** The boot that the kernel's list is of. */
  readonly boot: BootSummary | undefined
}

/** The names of these findings: not of rules, as no event raises them. */
export const KERNEL_FINDINGS = ['kernel-only', 'log-only'] as const

/** The findings of a comparison, and those of the log, the severest first. */
export function withKernelFindings(findings: readonly Finding[], comparison: KernelComparison): Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)
  return [...kernelOnly(comparison), ...logOnly(comparison), ...findings].sort((a, b) => rank(b) - rank(a))
}

const OF_THE_TIME =
  'The kernel has BPF programs that were loaded in the time of this log, and the log does not say that they are loaded: their records were lost, left out or taken away.'
const BEFORE = 'The kernel has BPF programs that were loaded before this log begins.'
const AFTER = 'The kernel has BPF programs that were loaded after this log ends.'

function kernelOnly({ liveOnly, node, boot }: KernelComparison): Finding[] {
  const groups = new Map<string, LiveEntry[]>([
    [OF_THE_TIME, []],
    [BEFORE, []],
    [AFTER, []],
  ])
  for (const entry of liveOnly) groups.get(sentenceOf(entry, boot))?.push(entry)
  return [...groups].flatMap(([sentence, entries]) => {
    if (entries.length === 0) return []
    const times = entries.flatMap(({ loadedAt }) => (loadedAt === undefined ? [] : [loadedAt]))
    return [
      {
        ...common('kernel-only', sentence, sentence === OF_THE_TIME ? 'medium' : 'low', node),
        count: entries.length,
        evidence: [],
        progIds: entries.slice(0, MOST).map(({ progId }) => progId),
        ...(times.length > 0 && spanOf(times)),
      },
    ]
  })
}

/** The kernel rounds the time of a load to a second. */
const ROUNDING_MS = 1_000

function sentenceOf({ loadedAt }: LiveEntry, boot: BootSummary | undefined): string {
  if (loadedAt === undefined || boot === undefined) return OF_THE_TIME
  if (loadedAt + ROUNDING_MS < boot.firstTime) return BEFORE
  return loadedAt - ROUNDING_MS > boot.lastTime ? AFTER : OF_THE_TIME
}

function logOnly({ logOnly: programs, node }: KernelComparison): Finding[] {
  const bySystemd = programs.filter(({ loader }) => isSystemd(withoutDeleted(loader?.exe ?? '')))
  const byOthers = programs.filter((program) => !bySystemd.includes(program))
  const words = 'BPF programs are loaded by the log, and the kernel does not list them: their UNLOAD was lost'
  return [
    ...logOnlyFinding(
      byOthers,
      `${words}, they were unloaded after the log, or they are hidden.`,
      'medium',
      node,
    ),
    ...logOnlyFinding(bySystemd, `${words}, or systemd has dropped them after the log.`, 'low', node),
  ]
}

function logOnlyFinding(
  programs: readonly Program[],
  sentence: string,
  severity: Severity,
  node: string | undefined,
): Finding[] {
  if (programs.length === 0) return []
  const shown = programs.slice(0, MOST)
  const times = programs.flatMap(({ load }) => (load?.time === undefined ? [] : [load.time]))
  const pids = shown.flatMap(({ loader }) => (loader?.pid === undefined ? [] : [loader.pid]))
  const proctitle = shown[0]?.loader?.proctitle
  return [
    {
      ...common('log-only', sentence, severity, node),
      count: programs.length,
      evidence: shown.flatMap(({ load }) => (load === undefined ? [] : [load.event])),
      progIds: shown.map(({ progId }) => progId),
      states: shown.map(({ state }) => state),
      ...(times.length > 0 && spanOf(times)),
      ...(pids.length > 0 && { pids: [...new Set(pids)] }),
      ...(proctitle !== undefined && { proctitle }),
    },
  ]
}

function common(
  name: (typeof KERNEL_FINDINGS)[number],
  sentence: string,
  severity: Severity,
  node: string | undefined,
) {
  return { name, sentence, severity, technique: 'T1014', ...(node !== undefined && { node }) }
}

function spanOf(times: readonly number[]): { firstTime: number; lastTime: number } {
  const first = times.reduce((least, time) => Math.min(least, time))
  return { firstTime: first, lastTime: times.reduce((most, time) => Math.max(most, time)) }
}
