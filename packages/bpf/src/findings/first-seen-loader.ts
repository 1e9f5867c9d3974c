/** A loader that the baseline does not know. */
import { baselineKey } from '../baseline.ts'
import type { FindingRule } from './finding.ts'

export const firstSeenLoader: FindingRule = {
  name: 'first-seen-loader',
  severity: 'medium',
  watch: ({ raise, baseline }) => {
    if (baseline === undefined) return {}
    return {
      load: (row, loader, _, process) => {
        if (process === undefined || baseline.has(baselineKey(loader.identity))) return
        const sentence = 'A loader that is not in the baseline loaded a BPF program.'
        raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
      },
    }
  },
}
