/** Walking through all programs, maps, BTF objects or links by something that is not known to do so. */
import { bpfCommandName } from '@ts-audit/tables/bpf'
import type { FindingRule } from './finding.ts'

/** PROG_, MAP_, BTF_ and LINK_GET_NEXT_ID (`enum bpf_cmd` of include/uapi/linux/bpf.h). */
const BTF_GET_NEXT_ID = 23
const GET_NEXT_ID: ReadonlySet<number> = new Set([11, 12, BTF_GET_NEXT_ID, 31])

export const enumeration: FindingRule = {
  name: 'enumeration',
  severity: 'medium',
  technique: 'T1082',
  watch: ({ raise, standings }) => ({
    call: ({ call, stamp, node, loader, process }) => {
      if (call.a0 === undefined || !GET_NEXT_ID.has(call.a0)) return
      const name = bpfCommandName(call.a0)?.slice('BPF_'.length) ?? String(call.a0)
      // libbpf looks through the BTF of modules before it loads a program: every loader made with it does.
      const isLibbpf = call.a0 === BTF_GET_NEXT_ID && standings.isTrustedPlace(process)
      const { severity, known, because } = standings.verdict(process, 'walks', isLibbpf ? 'low' : 'medium')
      const sentence = isLibbpf
        ? `BTF objects were enumerated (${name}), as libbpf does before it loads a program${because}.`
        : `BPF objects were enumerated (${name}) by a program that is not a known tool${because}.`
      raise({ sentence, severity, known, evidence: [stamp], node, loader, process })
    },
  }),
}
