/** What a tracker tells of programs as it follows them, so that somebody can find what is unusual; it works without. */
import type { Finding } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import type { ProgramState } from '../fields/program.ts'
import type { BpfThresholds } from '../thresholds.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import type { ProgramRow } from '../track/program-row.ts'
import { type Hooks, hooksOf } from './hooks.ts'

/** Judges the programs of one log. */
export interface Judge {
  readonly hooks: Hooks
  /** The names of findings, by their bits in a row. */
  readonly names: readonly string[]
  /** How often a finding was raised that is not listed because there are too many. */
  readonly omitted: number
  /** Whether a copy in memory, or a deleted file, is an ordinary one: a runtime's, or that of an upgraded daemon. */
  isExcused(process: Process): boolean
  /** A program's life is over. */
  ended(row: ProgramRow, loader: LoaderEntry, state: ProgramState): void
  /** The findings so far; `stateOf` tells where a program stands that is still tracked. */
  findings(rowAt: (index: number) => ProgramRow, stateOf: (row: ProgramRow) => ProgramState): Finding[]
  /** What was not listed since it is known, a sentence each. */
  knownNotes(): string[]
}

/** A judge for each time that a log is followed. */
export type MakeJudge = (thresholds: BpfThresholds) => Judge

/** Finds nothing. */
export const noJudge: MakeJudge = () => ({
  hooks: hooksOf([]),
  names: [],
  omitted: 0,
  isExcused: () => false,
  ended: () => {},
  findings: () => [],
  knownNotes: () => [],
})
