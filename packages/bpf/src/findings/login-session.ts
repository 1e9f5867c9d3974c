/** A load from a login session with a terminal: a person at work. */
import type { FindingRule } from './finding.ts'

const UNSET = 4294967295

export const loginSession: FindingRule = {
  name: 'login-session',
  severity: 'low',
  watch: ({ raise }) => ({
    load: (row, loader, _, process) => {
      const identity = process?.identity
      if (identity?.tty === undefined) return
      if (identity.auid === undefined || identity.auid === UNSET) return
      if (identity.ses === undefined || identity.ses === UNSET) return
      const sentence = 'A BPF program was loaded from a login session with a terminal.'
      raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
    },
  }),
}
