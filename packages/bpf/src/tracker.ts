/** A sink of events that follows BPF programs through a log, and finds what is unusual about them. */
import type { Baseline } from './baseline.ts'
import type { Finding } from './fields/finding.ts'
import { FindingEngine } from './findings/engine.ts'
import { findingRules } from './findings/rules.ts'
import { Standings } from './findings/standing.ts'
import { defaultKnownTools, type KnownTools } from './known-tools/known-tools.ts'
import { type BpfTracker, followPrograms, type ProgramTrackerOptions } from './program-tracker.ts'

export type { BpfTracker }

/** How a tracker works. */
export interface BpfTrackerOptions extends ProgramTrackerOptions {
  /** Called with each finding when it is raised first; what is seen of it later only counts in the report. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
  /** Loaders that are known; without it there is no finding `first-seen-loader`. */
  readonly baseline?: Baseline | undefined
  /** Programs that use BPF by design, see `readKnownTools`; default the built-in list. */
  readonly knownTools?: KnownTools | undefined
}

/** Makes a tracker. */
export function createBpfTracker(options: BpfTrackerOptions = {}): BpfTracker {
  const { baseline, onFinding, knownTools = defaultKnownTools() } = options
  return followPrograms(options, {
    tellsAtOnce: onFinding !== undefined,
    judge: (thresholds) =>
      new FindingEngine(findingRules, {
        thresholds,
        baseline,
        standings: new Standings(knownTools),
        onFinding,
      }),
  })
}
