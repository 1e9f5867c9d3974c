/** A program that stays after its loader has ended: pinned, attached, or held by somebody else. */
import type { FindingRule, RuleContext } from './finding.ts'

export const outlivesLoader: FindingRule = {
  name: 'outlives-loader',
  severity: 'medium',
  technique: 'T1547.006',
  watch: ({ raise, thresholds }: RuleContext) => {
    const sentence =
      'A BPF program stayed loaded after its loader had ended: it is pinned, attached or held elsewhere.'
    return {
      finished: (row, loader, exit) => {
        const { unloadTime } = row
        if (exit === undefined || unloadTime === undefined) return
        if (unloadTime - (exit.seconds * 1000 + exit.milliseconds) < thresholds.outlivesByMs) return
        raise({ sentence, evidence: [row.load, exit], node: row.boot.node, loader, row })
      },
      end: ({ alive, exitOf, loaderOf }) => {
        for (const row of alive) {
          const exit = exitOf(row)
          if (exit === undefined) continue
          raise({
            sentence,
            evidence: [row.load, exit],
            node: row.boot.node,
            loader: loaderOf(row),
            row,
          })
        }
      },
    }
  },
}
