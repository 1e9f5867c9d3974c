/** A loader that runs from where anybody may write, from memory alone, or from a file that is gone. */
import type { FindingRule } from './finding.ts'
import { untrustedPlace } from './untrusted-place.ts'

export const untrustedPath: FindingRule = {
  name: 'untrusted-path',
  severity: 'high',
  technique: 'T1014',
  watch: ({ raise }) => ({
    load: (row, loader) => {
      const place = untrustedPlace(row.process?.identity.exe)
      if (place === undefined) return
      const sentence = `A BPF program was loaded by an executable ${place}.`
      raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
    },
  }),
}
