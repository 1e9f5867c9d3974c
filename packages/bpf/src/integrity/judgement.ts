/** The state of a log in one sentence. It says what is seen and what else could cause it, and accuses nobody. */
import { SEVERITIES, type Severity } from '../fields/finding.ts'
import type { Observation, ObservationKind } from './observation.ts'
import type { Verdict } from './report.ts'

/** What kinds of observations come to, the gravest first. */
const PHRASES: readonly (readonly [kinds: readonly ObservationKind[], phrase: string])[] = [
  [['auditing-off'], 'auditing was switched off for a time'],
  [['daemon-killed'], 'auditd went without a word'],
  [['missing-record'], 'records are missing from events that are here'],
  [['joined-line', 'cut-line', 'malformed-line'], 'lines were cut or joined'],
  [['missing-serials', 'missing-daemon-records', 'lost-messages'], 'events are missing'],
  [['rule-removed', 'rule-added'], 'rules were changed that say what is logged'],
  [['begins-inside'], 'its beginning is not here'],
  [['order', 'repeated'], 'it is not in order, or holds parts twice'],
  [['clock-back'], 'the clock was set back'],
  [['selection'], 'it is a selection of a log'],
  [['bpf'], 'BPF programs are not accounted for'],
  [['configuration', 'clock-set', 'ends-open'], 'auditing was configured'],
]

/** Judges by all observations. */
export function judgeLog(events: number, observations: readonly Observation[]): Verdict {
  if (events === 0) return { severity: 'low', sentence: 'No audit record was read.' }
  const severity = worstOf(observations)
  if (severity === 'info') {
    return {
      severity,
      sentence: 'Nothing shows that anything is missing, or was changed: every serial number is there.',
    }
  }
  const seen = phrases(observations, severity)
  const [first = ''] = seen
  const what = `${first.charAt(0).toUpperCase()}${seen.join('; ').slice(1)}`
  if (severity === 'low') {
    return {
      severity,
      sentence: `This log is not whole, in ways that rotation, loss and restarts bring about: ${seen.join('; ')}.`,
    }
  }
  return {
    severity,
    sentence: `${what}: what this log does not show may have happened. Somebody who hides something would leave this, and so would what is named beside each observation.`,
  }
}

function worstOf(observations: readonly Observation[]): Severity {
  const ranks = observations.map(({ severity }) => SEVERITIES.indexOf(severity))
  return SEVERITIES[ranks.reduce((most, rank) => Math.max(most, rank), 0)] ?? 'info'
}

/** What is seen that weighs enough to be said: beside what is grave, only what is. */
function phrases(observations: readonly Observation[], worst: Severity): string[] {
  const least = SEVERITIES.indexOf(worst === 'low' ? 'low' : 'medium')
  const kinds = new Set(
    observations.filter(({ severity }) => SEVERITIES.indexOf(severity) >= least).map(({ kind }) => kind),
  )
  return PHRASES.filter(([of]) => of.some((kind) => kinds.has(kind))).map(([, phrase]) => phrase)
}
