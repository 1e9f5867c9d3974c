/** A loader that runs from where anybody may write, from a hidden place, from memory alone, or from a file that is gone. */
import type { Process } from '../fields/process-objects.ts'
import type { FindingRule } from './finding.ts'
import type { Excuse } from './standing.ts'
import { DELETED, type UntrustedPlace, untrustedPlace } from './untrusted-place.ts'

/** A log that makes up executables must not fill the memory with them. */
const MOST_SEEN = 10_000

export const untrustedPath: FindingRule = {
  name: 'untrusted-path',
  severity: 'high',
  technique: 'T1014',
  watch: ({ raise, standings }) => {
    /** Executables that loaded programs when their file was still there. */
    const seen = new Set<string>()
    let last: string | undefined
    const judge = (process: Process | undefined): (UntrustedPlace & Pick<Excuse, 'known'>) | undefined => {
      const exe = process?.identity.exe
      if (process === undefined || exe === undefined) return undefined
      const place = untrustedPlace(exe)
      if (place === undefined) {
        if (exe !== last && seen.size < MOST_SEEN) seen.add(` ${exe}`.slice(1))
        last = exe
        return undefined
      }
      const excuse = standings.excuse(process)
      if (excuse !== undefined) {
        return { ...excuse, words: `${place.words}: ${excuse.words}`, severity: 'low' }
      }
      if (place.words.endsWith('deleted') && seen.has(exe.slice(0, -DELETED.length))) {
        return {
          words: `${place.words}, which was there before: it was replaced, as by an upgrade`,
          severity: 'low',
        }
      }
      return place
    }
    return {
      load: (row, loader, _, process) => {
        const place = judge(process)
        if (place === undefined) return
        const { words, severity, known } = place
        const sentence = `A BPF program was loaded by an executable ${words}.`
        raise({ sentence, severity, known, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
      },
    }
  },
}
