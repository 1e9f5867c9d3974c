/** A load that the same process follows with a pin: the program is meant to stay. */
import type { FindingRule } from './finding.ts'

const OBJ_PIN = 6

/** Which of its programs a process pins is in memory that the log does not show: it may be any that it holds. */
export const loadThenPin: FindingRule = {
  name: 'load-then-pin',
  severity: 'medium',
  technique: 'T1547.006',
  watch: ({ raise, thresholds, standings }) => ({
    call: ({ call, time, stamp, node, loader, process, held }) => {
      if (call.a0 !== OBJ_PIN || call.success !== true) return
      const rows = held().filter(
        ({ loadTime }) => loadTime !== undefined && time - loadTime <= thresholds.pinWithinMs,
      )
      if (rows.length === 0) return
      const { severity, known, because } = standings.verdict(process, 'pins', 'medium')
      const sentence = `A process loaded a BPF program and pinned an object right after${because}.`
      const evidence = [...rows.map(({ load }) => load), stamp]
      raise({ sentence, severity, known, evidence, node, loader, rows, process })
    },
  }),
}
