/** Programs that are gone at once after their loader was killed: a security agent that was switched off. */

import { timeOf } from '../track/fate.ts'
import type { FindingRule } from './finding.ts'

export const loaderKilled: FindingRule = {
  name: 'loader-killed',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise, thresholds, standings }) => ({
    finished: (row, loader, { kill }) => {
      const { unloadTime } = row
      if (kill === undefined || unloadTime === undefined || kill.process.pid === row.pid) return
      if (unloadTime < timeOf(kill.stamp) || unloadTime - kill.time > thresholds.goneAfterKillMs) return
      const { identity } = kill.process
      // A program that ends its own workers, or is told to end by its own manager.
      const own = identity.exe !== undefined && identity.exe === row.process?.identity.exe
      const { severity, known, because } = standings.verdict(kill.process, 'detaches', own ? 'low' : 'medium')
      const sentence = `Programs of a loader were unloaded within ${thresholds.goneAfterKillMs / 1000} s after another process had killed it (signal ${kill.signal})${because}.`
      raise({
        sentence,
        severity,
        known,
        evidence: [kill.stamp, row.unload],
        node: row.boot.node,
        loader,
        rows: [row],
        process: kill.process,
      })
    },
  }),
}
