/** A process that takes away what another has attached or pinned. */
import { bpfCommandName } from '@ts-audit/tables/bpf'
import type { Process } from '../fields/process-objects.ts'
import { Flag } from '../track/program-row.ts'
import type { FindingRule, ProcessCall } from './finding.ts'
import { isOneShot } from './one-shot.ts'

/** PROG_DETACH, LINK_UPDATE and LINK_DETACH (`enum bpf_cmd` of include/uapi/linux/bpf.h). */
const DETACHING: ReadonlySet<number> = new Set([9, 29, 34])

export const foreignDetach: FindingRule = {
  name: 'foreign-detach',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise, standings }) => ({
    call: ({ call, stamp, node, loader, process, held }) => {
      if (call.success !== true || call.a0 === undefined || !DETACHING.has(call.a0)) return
      if (loader.attaches || (loader.loads > 0 && !isNewRun(process, held))) return
      const { severity, known, because } = standings.verdict(process, 'detaches', 'medium')
      const name = bpfCommandName(call.a0)?.slice('BPF_'.length) ?? String(call.a0)
      const sentence = `A process that has loaded and attached nothing detached the programs or links of another (${name})${because}.`
      raise({ sentence, severity, known, evidence: [stamp], node, loader, process })
    },
    pinRemoved: ({ stamp, node, loader, process, owner, path }) => {
      if (owner === loader) return
      const { severity, known, because } = standings.verdict(process, 'detaches', 'medium')
      const sentence = `A process removed ${path.slice(0, LONGEST)}, which another had pinned${because}.`
      raise({ sentence, severity, known, evidence: [stamp], node, loader, process })
    },
    finished: (row, loader) => {
      if (!row.has(Flag.lastReference)) return
      const last = row.lastReference
      if (last === undefined || last.certainty !== 'likely' || last.syscall !== 'bpf') return
      const { process } = last
      const { identity } = process
      if (process.pid === row.pid || identity.exe === row.process?.identity.exe) return
      const { severity, known, because } = standings.verdict(process, 'detaches', 'medium')
      const sentence = `A process detached or replaced a program that another had loaded${because}.`
      const { node } = row.boot
      raise({
        sentence,
        severity,
        known,
        evidence: [row.load, row.unload],
        node,
        loader,
        rows: [row],
        process,
      })
    },
  }),
}

/** A tool that ends at once, run anew: what the run before it has loaded, it has not attached. */
function isNewRun({ identity: { exe } }: Process, held: ProcessCall['held']): boolean {
  return exe !== undefined && isOneShot(exe) && held().length === 0
}

/** Paths are of the log: a longer one is cut. */
const LONGEST = 200
