/** What is followed of one node. */
import type { BootLines } from './boot-line.ts'
import type { DaemonLife } from './daemon-life.ts'
import type { NodeFindings } from './node-findings.ts'

/** A node; undefined stands for the records that name none. */
export interface NodeWatch {
  readonly node: string | undefined
  readonly lines: BootLines
  readonly daemon: DaemonLife
  readonly findings: NodeFindings
}
