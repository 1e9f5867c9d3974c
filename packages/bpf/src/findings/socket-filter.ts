/** A program as the filter of a socket: it sees packets before the listener does, and may wait for a signal among them. */
import type { FindingRule } from './finding.ts'

/** Which of its programs a process attaches, the log does not show: it may be any that it holds, or one it was given. */
export const socketFilter: FindingRule = {
  name: 'socket-filter',
  severity: 'medium',
  technique: 'T1205.002',
  watch: ({ raise, standings }) => ({
    socketFilter: ({ stamp, node, loader, process, held }) => {
      const rows = held()
      const { severity, known, because } = standings.verdict(process, 'filters', 'medium')
      const sentence = `A process attached a BPF program to a socket, which sees the traffic before its readers${because}.`
      const evidence = [...rows.map(({ load }) => load), stamp]
      raise({ sentence, severity, known, evidence, node, loader, rows, process })
    },
  }),
}
