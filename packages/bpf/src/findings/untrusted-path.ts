/** A loader that runs from where anybody may write, from memory alone, or from a file that is gone. */
import type { FindingRule } from './finding.ts'

const PLACES: readonly (readonly [prefix: string, words: string])[] = [
  ['/tmp/', 'under /tmp'],
  ['/dev/shm/', 'under /dev/shm'],
  ['/var/tmp/', 'under /var/tmp'],
  ['/home/', 'under /home'],
  ['/memfd:', 'from a memfd'],
  ['memfd:', 'from a memfd'],
]
const DELETED = ' (deleted)'

export const untrustedPath: FindingRule = {
  name: 'untrusted-path',
  severity: 'high',
  technique: 'T1014',
  watch: ({ raise }) => ({
    load: (row, loader) => {
      const place = placeOf(row.process?.identity.exe)
      if (place === undefined) return
      const sentence = `A BPF program was loaded by an executable ${place}.`
      raise({ sentence, evidence: [row.load], node: row.boot.node, loader, row })
    },
  }),
}

function placeOf(exe: string | undefined): string | undefined {
  if (exe === undefined) return undefined
  const place = PLACES.find(([prefix]) => exe.startsWith(prefix))?.[1]
  return place ?? (exe.endsWith(DELETED) ? 'whose file is deleted' : undefined)
}
