// The tables that nearly every log needs, for who loads the others when a log needs those.
export {
  accessFlags,
  accessModes,
  addressFamilies,
  capabilities,
  fileTypes,
  messageFlags,
  mmapFlags,
  openFlags,
  protectionFlags,
  ruleLists,
  signals,
} from './generated/usual.ts'

import { x8664Syscalls } from './generated/usual-syscalls.ts'
import { Machine, type MachineNumber } from './machine-numbers.ts'
import { lookupName, lookupNumberIgnoringCase } from './name-table.ts'

export { lookupName, type NameTable, namesOfBits, tableRows } from './name-table.ts'

/** The name of a system call of x86_64; undefined for all other machines: see `syscallName` of `./syscalls`. */
export function usualSyscallName(machine: MachineNumber, number: number): string | undefined {
  return machine === Machine.x86_64 ? lookupName(x8664Syscalls, number) : undefined
}

/** The number of a system call of x86_64 by its name, whatever its case, or undefined. */
export function usualSyscallNumber(name: string): number | undefined {
  return lookupNumberIgnoringCase(x8664Syscalls, name)
}
