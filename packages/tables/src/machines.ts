// Machines: names, the ELF words of `arch=` fields, and the word after `--arch`.
import { machineTable } from './generated/machines.ts'
import { Machine, type MachineNumber } from './machine-numbers.ts'
import { lookupName, lookupNumberIgnoringCase } from './name-table.ts'

export { Machine, type MachineNumber } from './machine-numbers.ts'

/** `AUDIT_ARCH_*` of the kernel's include/uapi/linux/audit.h, and the machine each stands for. */
const elfWords: readonly (readonly [word: number, machine: MachineNumber])[] = [
  [0x40000003, Machine.i386],
  [0xc000003e, Machine.x86_64],
  [0x80000015, Machine.ppc64],
  [0xc0000015, Machine.ppc64le],
  [0x00000014, Machine.ppc],
  [0x80000016, Machine.s390x],
  [0x00000016, Machine.s390],
  [0x40000028, Machine.arm],
  [0xc00000b7, Machine.aarch64],
  [0x400000f3, Machine.riscv32],
  [0xc00000f3, Machine.riscv64],
]

/** The 64-bit machines and their 32-bit companions (spec 01 §6.6). */
const companions: readonly (readonly [machine: MachineNumber, companion: MachineNumber | undefined])[] = [
  [Machine.x86_64, Machine.i386],
  [Machine.ppc64, Machine.ppc],
  [Machine.ppc64le, undefined],
  [Machine.s390x, Machine.s390],
  [Machine.aarch64, Machine.arm],
  [Machine.riscv64, Machine.riscv32],
]

/** The machine of an ELF word (0xc000003e → x86_64), taken modulo 2^32, or undefined (spec 03 §4.3). */
export function machineFromElf(word: number): MachineNumber | undefined {
  return elfWords.find(([known]) => known === word >>> 0)?.[1]
}

/** The ELF word of a machine as an unsigned 32-bit number, or undefined (io_uring has none). */
export function elfFromMachine(machine: MachineNumber): number | undefined {
  return elfWords.find(([, known]) => known === machine)?.[0]
}

/** The name printed for a machine (`i386`, `armeb`, ...), or undefined (spec 03 §4.3). */
export function machineName(machine: MachineNumber): string | undefined {
  return lookupName(machineTable, machine)
}

/** The machine of a name, whatever its case, or undefined; names that `uname -m` gives, such as `i686` or `armv8l`, count too. */
export function machineFromName(name: string): MachineNumber | undefined {
  return lookupNumberIgnoringCase(machineTable, name)
}

/** The 32-bit companion of a 64-bit machine; a 32-bit machine is its own; undefined for ppc64le, io_uring and unknown ones. */
export function companionMachine(machine: MachineNumber): MachineNumber | undefined {
  const found = companions.find(([known]) => known === machine)
  if (found !== undefined) return found[1]
  return elfFromMachine(machine) === undefined ? undefined : machine
}

/**
 * The machine meant by the argument of `--arch` (spec 01 §6.6): `b64`, `b32`, a name, or leading hex digits of an ELF
 * word (what follows them is ignored); undefined when it is none of these. `host` is the machine the search runs on.
 */
export function parseArch(text: string, host: MachineNumber | undefined): MachineNumber | undefined {
  if (/^b64$/i.test(text)) return host !== undefined && is64Bit(host) ? host : undefined
  if (/^b32$/i.test(text)) return host === undefined ? undefined : companionMachine(host)
  return machineFromName(text) ?? machineFromHexText(text)
}

function is64Bit(machine: MachineNumber): boolean {
  return companions.some(([known]) => known === machine)
}

/** As strtoul(3) with base 16 reads it: white space, a sign, 64 bits at most; the low 32 count. */
function machineFromHexText(text: string): MachineNumber | undefined {
  const [, sign, digits] = /^[\t-\r ]*([+-]?)(?:0x)?([0-9a-f]+)/i.exec(text) ?? []
  if (digits === undefined || digits.replace(/^0+/, '').length > 16) return undefined
  const value = BigInt(`0x${digits}`)
  return machineFromElf(Number(BigInt.asUintN(32, sign === '-' ? -value : value)))
}
