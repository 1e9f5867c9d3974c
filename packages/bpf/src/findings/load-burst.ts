/** Many loads in a short time. */
import type { FindingRule } from './finding.ts'

export const loadBurst: FindingRule = {
  name: 'load-burst',
  severity: 'low',
  watch: ({ raise, thresholds, standings }) => ({
    load: (row, loader, isBurst) => {
      if (!isBurst) return
      const { known } = standings.verdict(row.process, 'loads', 'low')
      const seconds = thresholds.loadBurstMs / 1000
      const sentence = `One loader loaded ${thresholds.loadBurst} or more programs within ${seconds} s.`
      raise({ sentence, known, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
    },
  }),
}
