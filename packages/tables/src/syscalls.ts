// System calls: names and numbers per machine, and the operations of io_uring.
import {
  aarch64Syscalls,
  armSyscalls,
  i386Syscalls,
  ppcSyscalls,
  riscv32Syscalls,
  riscv64Syscalls,
  s390Syscalls,
  s390xSyscalls,
  uringOperations,
} from './generated/syscalls.ts'
import { x8664Syscalls } from './generated/usual-syscalls.ts'
import { Machine, type MachineNumber } from './machine-numbers.ts'
import {
  lookupName,
  lookupNumberIgnoringCase,
  type NameRow,
  type NameTable,
  tableRows,
} from './name-table.ts'

/** The name of system call `number` on `machine`, or undefined (spec 03 §4.3, §4.4). */
export function syscallName(machine: MachineNumber, number: number): string | undefined {
  const table = syscallTable(machine)
  return table && lookupName(table, number)
}

/** The number of system call `name`, whatever its case, on `machine`, or undefined (spec 01 §6.6). */
export function syscallNumber(machine: MachineNumber, name: string): number | undefined {
  const table = syscallTable(machine)
  return table && lookupNumberIgnoringCase(table, name)
}

/** All system calls of `machine`, in ascending order of their numbers. */
export function syscalls(machine: MachineNumber): readonly NameRow[] {
  const table = syscallTable(machine)
  return table === undefined ? [] : tableRows(table)
}

function syscallTable(machine: MachineNumber): NameTable | undefined {
  switch (machine) {
    case Machine.i386:
      return i386Syscalls
    case Machine.x86_64:
      return x8664Syscalls
    case Machine.ppc:
    case Machine.ppc64:
    case Machine.ppc64le:
      return ppcSyscalls
    case Machine.s390x:
      return s390xSyscalls
    case Machine.s390:
      return s390Syscalls
    case Machine.arm:
      return armSyscalls
    case Machine.aarch64:
      return aarch64Syscalls
    case Machine.uring:
      return uringOperations
    case Machine.riscv32:
      return riscv32Syscalls
    case Machine.riscv64:
      return riscv64Syscalls
    default:
      return undefined
  }
}
