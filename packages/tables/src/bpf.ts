// Commands of bpf(2): the reference's table, and what the kernel has gained since.
import { newerBpfCommands, referenceBpfCommands } from './generated/bpf.ts'
import { lookupName, lookupNumber, type NameRow, tableRows } from './name-table.ts'

/**
 * The name of bpf(2) command number `command`, or undefined. By default the commands that the reference knows, 0 to 35;
 * with `newer: true` also the later ones of `enum bpf_cmd` in the kernel's include/uapi/linux/bpf.h: 36 BPF_TOKEN_CREATE
 * (Linux 6.9) and 37 BPF_PROG_STREAM_READ_BY_FD (Linux 6.17).
 */
export function bpfCommandName(command: number, options?: { readonly newer?: boolean }): string | undefined {
  const known = lookupName(referenceBpfCommands, command)
  return known ?? (options?.newer === true ? lookupName(newerBpfCommands, command) : undefined)
}

/** The number of a bpf(2) command by its exact name, newer ones included, or undefined. */
export function bpfCommandNumber(name: string): number | undefined {
  return lookupNumber(referenceBpfCommands, name) ?? lookupNumber(newerBpfCommands, name)
}

/** All bpf(2) commands in ascending order; `newer: true` as in {@link bpfCommandName}. */
export function bpfCommands(options?: { readonly newer?: boolean }): readonly NameRow[] {
  const known = tableRows(referenceBpfCommands)
  return options?.newer === true ? [...known, ...tableRows(newerBpfCommands)] : known
}
