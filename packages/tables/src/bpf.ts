// Commands of bpf(2): the reference's table, and what the kernel has gained since. The system calls that matter to programs.
import { bpfSyscalls, newerBpfCommands, referenceBpfCommands } from './generated/bpf.ts'
import { Machine, type MachineNumber } from './machine-numbers.ts'
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

/** The machines of each column of {@link bpfSyscalls}. */
const columns: readonly (readonly MachineNumber[])[] = [
  [Machine.i386],
  [Machine.x86_64],
  [Machine.ppc, Machine.ppc64, Machine.ppc64le],
  [Machine.s390x],
  [Machine.s390],
  [Machine.arm],
  [Machine.aarch64],
  [Machine.riscv32],
  [Machine.riscv64],
]

/**
 * The system calls that can load, attach, show or drop a BPF program, or end or hide the process that did, and their numbers
 * on a machine: a small part of `@ts-audit/tables/syscalls`. None for io_uring.
 */
export function bpfSyscallNumbers(machine: MachineNumber): ReadonlyMap<string, number> {
  const column = columns.findIndex((machines) => machines.includes(machine))
  const numbers = new Map<string, number>()
  for (const line of column < 0 ? [] : bpfSyscalls.split('\n')) {
    const [name = '', ...cells] = line.split(' ')
    const cell = cells[column]
    if (cell !== undefined && cell !== '') numbers.set(name, Number(cell))
  }
  return numbers
}
