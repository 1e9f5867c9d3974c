/** Programs are loaded, but BPF records are not written: their ids and their ends are unknown. */
import type { FindingRule } from './finding.ts'

export const blindExcluded: FindingRule = {
  name: 'blind-bpf-excluded',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise }) => ({
    end: ({ counts }) => {
      const { loadsWithoutRecord, firstWithoutRecord } = counts
      if (firstWithoutRecord === undefined) return
      const calls = loadsWithoutRecord === 1 ? 'call' : 'calls'
      const sentence = `${loadsWithoutRecord} successful PROG_LOAD ${calls} without a BPF record: an exclude rule drops them (-a always,exclude -F msgtype=BPF?), or they were lost.`
      raise({ sentence, evidence: [firstWithoutRecord], node: undefined })
    },
  }),
}
