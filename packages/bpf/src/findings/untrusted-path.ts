/** A loader that runs from a world-writable or hidden place, from memory alone, or from a deleted file. */
import type { Process } from '../fields/process-objects.ts'
import { Flag, type ProgramRow } from '../track/program-row.ts'
import type { FindingRule } from './finding.ts'
import type { Excuse } from './standing.ts'
import { type UntrustedPlace, untrustedPlace } from './untrusted-place.ts'

export const untrustedPath: FindingRule = {
  name: 'untrusted-path',
  severity: 'high',
  technique: 'T1014',
  watch: ({ raise, standings }) => {
    const judge = (
      row: ProgramRow,
      process: Process | undefined,
    ): (UntrustedPlace & Pick<Excuse, 'known'>) | undefined => {
      const exe = process?.identity.exe
      const place = untrustedPlace(exe)
      if (process === undefined || place === undefined) return undefined
      const excuse = standings.excuse(process)
      if (excuse !== undefined) {
        const { words, severity = 'low', known } = excuse
        return { words: `${place.words}: ${words}`, severity, ...(known !== undefined && { known }) }
      }
      if (row.has(Flag.upgraded)) {
        return {
          words: `${place.words}, which was there before: it was replaced, as by an upgrade`,
          severity: 'low',
        }
      }
      return place
    }
    return {
      load: (row, loader, _, process) => {
        const place = judge(row, process)
        if (place === undefined) return
        const { words, severity, known } = place
        const sentence = `A BPF program was loaded by an executable ${words}.`
        raise({ sentence, severity, known, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
      },
    }
  },
}
