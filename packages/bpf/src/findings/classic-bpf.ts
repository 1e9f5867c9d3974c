/** Classic BPF where it is not expected: socket filters and packet sockets, which leave no BPF record. */
import { packetsKey } from '../baseline.ts'
import type { FindingRule, ProcessCall } from './finding.ts'
import { untrustedPlace } from './untrusted-place.ts'

const WORDS = {
  'classic-filter': 'attached a classic BPF filter to a socket (SO_ATTACH_FILTER)',
  'packet-socket': 'made a packet socket, which sees the packets of network devices (AF_PACKET)',
} as const

export const classicBpf: FindingRule = {
  name: 'classic-bpf',
  severity: 'medium',
  technique: 'T1205.002',
  watch: ({ raise, baseline, standings }) => ({
    packets: ({ stamp, node, loader, process }: ProcessCall, kind) => {
      const place = untrustedPlace(process.identity.exe)
      const isCopy = place !== undefined && standings.excuse(process) !== undefined
      if (place !== undefined && !isCopy) {
        const sentence = `A process whose executable is ${placeWords(place.words)} ${WORDS[kind]}.`
        raise({ sentence, severity: place.severity, evidence: [stamp], node, loader, process })
        return
      }
      if (!standings.isTrustedPlace(process) && !isCopy) {
        const sentence = `A process that runs a file from an untrusted place ${WORDS[kind]}.`
        raise({ sentence, evidence: [stamp], node, loader, process })
        return
      }
      if (baseline !== undefined && !baseline.has(packetsKey(loader.identity))) {
        const { known } = standings.verdict(process, 'filters', 'medium')
        const sentence = `A process that is not in the baseline ${WORDS[kind]}.`
        raise({ sentence, known, evidence: [stamp], node, loader, process })
      }
    },
  }),
}

/** `under /tmp` and `in a hidden place` follow "is"; `whose file is deleted` does not. */
function placeWords(words: string): string {
  return words === 'whose file is deleted' ? 'deleted' : words
}
