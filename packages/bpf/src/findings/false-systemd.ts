/** A loader that calls itself systemd and is not. */
import { isSystemd } from '../records/systemd-path.ts'
import type { FindingRule } from './finding.ts'

export const falseSystemd: FindingRule = {
  name: 'false-systemd',
  severity: 'high',
  technique: 'T1036.005',
  watch: ({ raise }) => ({
    load: (row, loader, _, process) => {
      const identity = process?.identity
      if (identity?.comm === undefined || identity.exe === undefined) return
      if (!/^\(?systemd/.test(identity.comm) || isSystemd(identity.exe)) return
      const sentence = 'A process named like systemd loaded a BPF program, but its executable is not systemd.'
      raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
    },
  }),
}
