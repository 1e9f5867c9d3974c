/** System calls are not audited: loads come without a SYSCALL record, so it is not known who loaded. */
import type { FindingRule } from './finding.ts'

export const blindSyscalls: FindingRule = {
  name: 'blind-syscalls',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise, thresholds }) => ({
    end: ({ counts }) => {
      const without = counts.loads - counts.loadsWithSyscall
      if (counts.firstWithoutSyscall === undefined || without < thresholds.noSyscallShare * counts.loads)
        return
      const sentence = `${without} of ${counts.loads} loads have no SYSCALL record: auditing of system calls is off (-a never,task?) or excluded.`
      raise({ sentence, evidence: [counts.firstWithoutSyscall], node: undefined })
    },
  }),
}
