/** What the state of a log means for the BPF programs in it. */
import type { BpfReport } from '../report/report.ts'
import { judgeLog } from './judgement.ts'
import type { Observation } from './observation.ts'
import type { IntegrityReport } from './report.ts'

/** The report with what the programs themselves show to be missing, and what cannot be told of them. */
export function withPrograms(report: IntegrityReport, { coverage, findings }: BpfReport): IntegrityReport {
  const about: Observation[] = coverage.reasons.map((sentence) => ({
    kind: 'bpf',
    severity: 'low',
    sentence,
    count: 1,
    events: [],
    causes: [],
  }))
  for (const { name, severity, sentence, evidence, count, firstTime, node } of findings) {
    if (!OF_AUDITING.has(name)) continue
    about.push({
      kind: 'bpf',
      severity,
      sentence: `${name}: ${sentence}`,
      count,
      events: evidence,
      causes: [],
      ...(node !== undefined && { node }),
      ...(firstTime !== undefined && { time: firstTime }),
    })
  }
  const observations = [...about, ...report.observations]
  return { ...report, observations, judgement: judgeLog(report.events, observations) }
}

const OF_AUDITING: ReadonlySet<string> = new Set([
  'audit-tampering',
  'blind-syscalls',
  'blind-prog-id',
  'blind-lost-records',
  'blind-missing-ids',
  'missing-ids',
  'blind-bpf-excluded',
])
