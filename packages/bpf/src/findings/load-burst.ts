/** Many loads in a short time. */
import type { FindingRule } from './finding.ts'

export const loadBurst: FindingRule = {
  name: 'load-burst',
  severity: 'low',
  watch: ({ raise, thresholds }) => ({
    load: (row, loader, isBurst) => {
      if (!isBurst) return
      const seconds = thresholds.loadBurstMs / 1000
      const sentence = `One loader loaded ${thresholds.loadBurst} or more programs within ${seconds} s.`
      raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
    },
  }),
}
