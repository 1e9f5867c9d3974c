/** The report: everything the views show, as one value. */
import type { Coverage } from '../coverage.ts'
import type { Finding } from '../fields/finding.ts'
import type { CommandSummary, LoaderSummary } from '../fields/loader.ts'
import type { Story } from '../fields/story.ts'
import type { IntegrityReport } from '../integrity/report.ts'
import type { ProgramList } from './program-list.ts'

/** Names the shape of the report; the number grows when a field changes its meaning or goes away. */
export const REPORT_SCHEMA = 'ts-audit-bpf-report/2'

/**
 * What the log says about BPF programs. Text is latin1, of which `reportJson` makes UTF-8, and times are milliseconds since
 * 1970, which it writes as ISO 8601.
 */
export interface BpfReport {
  readonly schema: typeof REPORT_SCHEMA
  readonly coverage: Coverage
  readonly programs: ProgramList
  readonly loaders: readonly LoaderSummary[]
  readonly commands: readonly CommandSummary[]
  readonly findings: readonly Finding[]
  /** What sessions and loaders did, step by step, where it was recorded; see `createStoryRecorder`. */
  readonly stories?: readonly Story[] | undefined
  /** The state of the log as evidence, where it was watched; see `createIntegrityRecorder`. */
  readonly integrity?: IntegrityReport | undefined
  /** The name that the log itself gives a user (`AUID="alice"`), where auditd has enriched it. */
  readonly nameOf?: ((id: number, node: string | undefined) => string | undefined) | undefined
}
