/** Many loads that fail in a short time: someone is trying what the verifier lets through. */
import type { FindingRule } from './finding.ts'

const PROG_LOAD = 5

export const failedBurst: FindingRule = {
  name: 'failed-burst',
  severity: 'medium',
  technique: 'T1068',
  watch: ({ raise, thresholds }) => ({
    call: ({ call, time, stamp, node, loader }) => {
      if (call.a0 !== PROG_LOAD || call.success !== false || !loader.failedBurst.add(time)) return
      const seconds = thresholds.failedBurstMs / 1000
      const sentence = `${thresholds.failedBurst} or more loads of one loader failed within ${seconds} s: the verifier is being probed.`
      raise({ sentence, evidence: [stamp], node, loader })
    },
  }),
}
