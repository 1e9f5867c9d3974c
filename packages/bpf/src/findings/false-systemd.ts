/** A loader that calls itself systemd and is not. */
import type { FindingRule } from './finding.ts'

/** Where distributions install systemd's own programs. */
const SYSTEMD = /^\/(?:usr\/)?lib\/systemd\/|^\/(?:usr\/)?s?bin\/(?:systemd|init)/

export const falseSystemd: FindingRule = {
  name: 'false-systemd',
  severity: 'high',
  technique: 'T1036.005',
  watch: ({ raise }) => ({
    load: (row, loader) => {
      const identity = row.process?.identity
      if (identity?.comm === undefined || identity.exe === undefined) return
      if (!/^\(?systemd/.test(identity.comm) || SYSTEMD.test(identity.exe)) return
      const sentence = 'A process named like systemd loaded a BPF program, but its executable is not systemd.'
      raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
    },
  }),
}
