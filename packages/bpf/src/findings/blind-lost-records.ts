/** Records are missing: serial numbers are skipped, or the kernel or auditd says that messages were lost. */
import type { FindingRule } from './finding.ts'

export const blindLostRecords: FindingRule = {
  name: 'blind-lost-records',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise }) => ({
    end: ({ boots, counts }) => {
      for (const { largestGap, node } of boots) {
        if (largestGap === undefined) continue
        const sentence = 'Serial numbers are missing in a row: records were lost, or the log was filtered.'
        raise({ sentence, evidence: [largestGap.from, largestGap.to], node })
      }
      for (const { event } of counts.lostMessages) {
        raise({ sentence: 'Audit messages were reported as lost.', evidence: [event], node: undefined })
      }
    },
  }),
}
