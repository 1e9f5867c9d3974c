/** What a ts-aureport command line asks for. */
import type { EscapeMode } from '@ts-audit/auparse'
import type { ReportName, RowFormat } from '@ts-audit/aureport'
import type { TimeContext } from '@ts-audit/ausearch'
import type { CommandOption } from '../options/command-table.ts'
import type { InputSettings, TerminalSettings } from '../options/shared-options.ts'
import type { BpfSettings } from './bpf/settings.ts'

export type AureportOption = CommandOption<AureportOptions, AureportContext>

/** Everything a run of ts-aureport needs to know from its command line. Strings are latin1. */
export interface AureportOptions extends InputSettings, TerminalSettings {
  /** Undefined when no report is asked for: the main summary. */
  report?: Exclude<ReportName, 'summary'> | 'bpf' | 'log-integrity'
  /** What is asked of the BPF report. */
  readonly bpf: BpfSettings
  summary: boolean
  interpret: boolean
  escape: EscapeMode
  nodes: string[]
  result?: 'success' | 'failure'
  changes?: 'add' | 'delete'
  withoutConfig: boolean
  /** Seconds since 1970, both included. */
  start?: number
  end?: number
  debug: boolean
  /** `--passwd` and `--group`: the accounts of the machine that wrote the log, as latin1 paths. */
  passwdFile?: string
  groupFile?: string
  /** `--enriched-names`: with `-i`, use the names that the log carries. */
  enrichedNames: boolean
  /** A form for programs instead of the printed lines; `html` is a page about BPF programs. */
  format?: RowFormat | 'html'
  rawCsv: boolean
  /** `--serve`: the port for the page; 0 for any free one. */
  serve?: number
}

/** What the option checks ask about the machine. */
export interface AureportContext {
  readonly time: TimeContext
}

export function initialAureportOptions(): AureportOptions {
  return {
    bpf: { thresholds: {} },
    summary: false,
    interpret: false,
    escape: 'tty',
    nodes: [],
    withoutConfig: false,
    inputLogs: false,
    debug: false,
    enrichedNames: false,
    rawCsv: false,
    colour: 'never',
    progress: true,
    notes: true,
  }
}
