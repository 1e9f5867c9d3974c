/** Which calls attach a program. */
import { bpfCommandName } from '@ts-audit/tables/bpf'

/** PROG_ATTACH, RAW_TRACEPOINT_OPEN and LINK_CREATE (`enum bpf_cmd` of include/uapi/linux/bpf.h). */
const ATTACHING: ReadonlySet<number> = new Set([8, 17, 28])

/** The name of a command of bpf(2) that attaches a program, without `BPF_`; undefined for the others. */
export function attachmentBy(command: number | undefined): string | undefined {
  if (command === undefined || !ATTACHING.has(command)) return undefined
  return bpfCommandName(command)?.slice('BPF_'.length)
}
