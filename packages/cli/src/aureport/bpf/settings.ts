/** What a command line asks of the BPF views. Only names and types: the views themselves are loaded when one is made. */
import type { EscapeMode } from '@ts-audit/auparse'
import type { RowFormat } from '@ts-audit/aureport'
import type { BpfThresholds } from '@ts-audit/bpf'
import type { LoaderField, StoryWish } from '@ts-audit/bpf/fields'
import type { InputSettings } from '../../options/shared-options.ts'

export { FINDING_NAMES, LOADER_FIELDS, STORY_FIELDS } from '@ts-audit/bpf/fields'

/** The views, as `--bpf VIEW` names them. */
export const BPF_VIEWS = [
  'programs',
  'loaded',
  'loaders',
  'commands',
  'findings',
  'story',
  'integrity',
  'diff',
] as const
export type BpfView = (typeof BPF_VIEWS)[number]

/** The options of the views. Paths are latin1. */
export interface BpfSettings {
  /** Undefined for the report in aureport's own manner. */
  view?: BpfView
  /** `--all`: systemd's short-lived programs row by row. */
  all?: boolean
  /** `--by`; default exe, comm and auid. */
  by?: readonly LoaderField[]
  /** The two logs or saved reports of `--bpf diff`; paths. */
  diff?: readonly [string, string]
  /** `--of`: which stories are told. */
  of?: readonly StoryWish[]
  baseline?: string
  writeBaseline?: string
  knownTools?: string
  /** `--enrichment`: what ts-aubpfd has written. */
  enrichment?: string
  /** `--bpftool`: a file, or `live`. */
  bpftool?: string
  readonly thresholds: { -readonly [Name in keyof BpfThresholds]?: number }
}

/** What of the command line a view depends on. */
export interface BpfViewOptions extends Readonly<Omit<InputSettings, 'eoeTimeout'>> {
  readonly bpf: BpfSettings
  readonly nodes: readonly string[]
  readonly interpret: boolean
  readonly escape: EscapeMode
  readonly result?: 'success' | 'failure'
  /** A form for programs instead of the printed lines; `html` is a page about BPF programs. */
  readonly format?: RowFormat | 'html'
  readonly rawCsv: boolean
}

/** The word that makes `--bpftool` run bpftool. */
export const LIVE = 'live'
