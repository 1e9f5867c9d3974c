/** The kernel reports every UNLOAD as program 0: which program was unloaded is not known. */
import type { FindingRule } from './finding.ts'

export const blindProgId: FindingRule = {
  name: 'blind-prog-id',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise }) => ({
    end: ({ counts, boots }) => {
      if (counts.firstUnidentified === undefined) return
      const lost = boots.reduce((sum, boot) => sum + boot.unidentifiedUnloads, 0)
      const sentence = `The kernel wrote prog-id=0 on ${lost} UNLOADs (5.15.0 to 5.15.89, 5.16 to 6.1.7 do): which program each ended is lost.`
      raise({ sentence, evidence: [counts.firstUnidentified], node: undefined })
    },
  }),
}
