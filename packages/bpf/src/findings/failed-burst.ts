/** Many loads that fail in a short time: someone is trying what the verifier lets through. */
import type { FindingRule } from './finding.ts'

const PROG_LOAD = 5
/** What bpf(2) answers to who may not load at all, before the verifier looks at the program. */
const EPERM = -1

export const failedBurst: FindingRule = {
  name: 'failed-burst',
  severity: 'medium',
  technique: 'T1068',
  watch: ({ raise, thresholds, standings }) => ({
    call: ({ call, time, stamp, node, loader, process }) => {
      if (call.a0 !== PROG_LOAD || call.success !== false) return
      const isRefused = call.exit === EPERM
      const meter = isRefused ? loader.refusedBurst : loader.failedBurst
      if (!meter.add(time)) return
      const { severity, known, because } = standings.verdict(process, 'loads', isRefused ? 'low' : 'medium')
      const seconds = thresholds.failedBurstMs / 1000
      const sentence = isRefused
        ? `${thresholds.failedBurst} or more loads of one loader were refused for want of privilege within ${seconds} s, before the verifier saw them${because}.`
        : `${thresholds.failedBurst} or more loads of one loader failed within ${seconds} s: the verifier is being probed${because}.`
      raise({ sentence, severity, known, evidence: [stamp], node, loader, process })
    },
  }),
}
