/** Walking through all programs, maps, BTF objects or links by something that is not known to do so. */
import { bpfCommandName } from '@ts-audit/tables/bpf'
import type { FindingRule } from './finding.ts'
import { untrustedPlace } from './untrusted-place.ts'

/** PROG_, MAP_, BTF_ and LINK_GET_NEXT_ID (`enum bpf_cmd` of include/uapi/linux/bpf.h). */
const GET_NEXT_ID: ReadonlySet<number> = new Set([11, 12, 23, 31])
/** Programs whose work it is to list what is loaded, by the last part of their path. */
const KNOWN_TOOLS: ReadonlySet<string> = new Set([
  'bpftool',
  'bpftrace',
  'bpftop',
  'systemd',
  'bpfman',
  'bpfd',
  'pmdabpf',
])

export const enumeration: FindingRule = {
  name: 'enumeration',
  severity: 'medium',
  technique: 'T1082',
  watch: ({ raise }) => ({
    call: ({ call, stamp, node, loader }) => {
      if (call.a0 === undefined || !GET_NEXT_ID.has(call.a0)) return
      if (isKnownTool(call.identity.exe)) return
      const name = bpfCommandName(call.a0)?.slice('BPF_'.length) ?? String(call.a0)
      const sentence = `BPF objects were enumerated (${name}) by a program that is not a known tool.`
      raise({ sentence, evidence: [stamp], node, loader })
    },
  }),
}

/** Anybody can name a program bpftool, but only root can put it where such tools are. */
function isKnownTool(exe: string | undefined): boolean {
  return (
    exe !== undefined &&
    KNOWN_TOOLS.has(exe.slice(exe.lastIndexOf('/') + 1)) &&
    untrustedPlace(exe) === undefined
  )
}
