/** A load that the same process follows with a pin: the program is meant to stay. */
import type { FindingRule } from './finding.ts'

const OBJ_PIN = 6

export const loadThenPin: FindingRule = {
  name: 'load-then-pin',
  severity: 'medium',
  technique: 'T1547.006',
  watch: ({ raise, thresholds }) => ({
    call: ({ call, time, stamp, node, loader, latest: row }) => {
      if (call.a0 !== OBJ_PIN || call.success !== true) return
      if (row?.loadTime === undefined || time - row.loadTime > thresholds.pinWithinMs) return
      const sentence = 'A process loaded a BPF program and pinned an object right after.'
      raise({ sentence, evidence: [row.load, stamp], node, loader, row })
    },
  }),
}
