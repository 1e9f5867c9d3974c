/** A program that stays after its loader has ended: pinned, attached, or held by another process. */
import type { LoaderEntry } from '../track/loader-table.ts'
import type { ProgramRow } from '../track/program-row.ts'
import type { Stamp } from '../track/stamp.ts'
import type { FindingRule } from './finding.ts'

export const outlivesLoader: FindingRule = {
  name: 'outlives-loader',
  severity: 'medium',
  technique: 'T1547.006',
  watch: ({ raise, thresholds }) => {
    const judge = (row: ProgramRow, loader: LoaderEntry, exit: Stamp, lastSeen: number) => {
      if (lastSeen - (exit.seconds * 1000 + exit.milliseconds) < thresholds.outlivesByMs) return
      const sentence =
        'A BPF program stayed loaded after its loader had ended: it is pinned, attached or held elsewhere.'
      raise({ sentence, evidence: [row.load, exit], node: row.boot.node, loader, rows: [row] })
    }
    return {
      finished: (row, loader, exit) => {
        // Gone with its boot, or unloaded at an unknown time: it is known how long it was there at least.
        const lastSeen = row.unloadTime ?? row.after
        if (exit !== undefined && lastSeen !== undefined) judge(row, loader, exit, lastSeen)
      },
      end: ({ alive, exitOf, loaderOf, lastTimeOf }) => {
        for (const row of alive) {
          const exit = exitOf(row)
          if (exit !== undefined) judge(row, loaderOf(row), exit, lastTimeOf(row))
        }
      },
    }
  },
}
