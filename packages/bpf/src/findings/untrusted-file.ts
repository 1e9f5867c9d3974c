/** A load by a trusted executable that runs a script, or uses an object file, from a world-writable place. */
import type { Process } from '../fields/process-objects.ts'
import { commandFiles } from './command-files.ts'
import type { FindingRule } from './finding.ts'
import { untrustedFile } from './untrusted-place.ts'

/** Paths are of the log: a longer one is cut. */
const LONGEST = 200

export const untrustedFileRule: FindingRule = {
  name: 'untrusted-file',
  severity: 'medium',
  technique: 'T1014',
  watch: ({ raise }) => {
    let lastTitle: string | undefined
    let lastExe: string | undefined
    let lastSentence: string | undefined
    const sentenceOf = ({ identity: { exe }, proctitle }: Process): string | undefined => {
      if (proctitle === undefined || exe === undefined || !proctitle.includes(' /')) return undefined
      if (proctitle === lastTitle && exe === lastExe) return lastSentence
      lastTitle = proctitle
      lastExe = exe
      lastSentence = untrustedSentence(exe, proctitle)
      return lastSentence
    }
    return {
      load: (row, loader, _, process) => {
        const sentence = process === undefined ? undefined : sentenceOf(process)
        if (sentence !== undefined)
          raise({ sentence, evidence: [row.load], node: row.boot.node, loader, rows: [row] })
      },
    }
  },
}

function untrustedSentence(exe: string, proctitle: string): string | undefined {
  for (const { path, kind } of commandFiles(exe, proctitle)) {
    const place = untrustedFile(path)
    if (place === undefined) continue
    return `A BPF program was loaded with the ${kind} ${path.slice(0, LONGEST)}, ${place.words}.`
  }
  return undefined
}
