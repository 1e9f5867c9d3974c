/** Architectures and system calls (spec 03 §4.3, §4.4). */
import { machineFromElf, machineName } from '@ts-audit/tables/machines'
import { syscallName } from '@ts-audit/tables/syscalls'
import { ipcCalls, lookupName, type NameTable, socketCalls } from '@ts-audit/tables/values'
import type { SyscallContext } from '../fields/parsed-record.ts'
import { unsigned64, type Wide } from './integers.ts'
import { conversionError, type FieldSetting } from './interpreter.ts'

/** System calls that stand for several: the first argument says which one is meant. */
const MULTIPLEXERS: ReadonlyMap<string, NameTable> = new Map([
  ['socketcall', socketCalls],
  ['ipc', ipcCalls],
])

const LAST_MACHINE = 13

/** `arch`: the machine the record is known to be of, or the machine of the ELF word. */
export function architecture(value: string, { syscall }: FieldSetting): string {
  const { machine } = syscall
  if (machine >= 0 && machine <= LAST_MACHINE) return machineText(machine)
  const word = unsigned64(value, 16)
  // The trailing space is the reference's.
  if (word === undefined) return `${conversionError(value)} `
  const named = machineFromElf(word.low)
  return named === undefined ? `unknown-elf-type(${value})` : machineText(named)
}

/** `syscall`, `uring_op`: the name, for multiplexed calls with the name of the call inside. */
export function systemCall(value: string, { context, syscall }: FieldSetting): string {
  const machine = syscall.machine < 0 ? context.hostMachine : syscall.machine
  if (machine === undefined) return value
  const name = syscallName(machine, syscall.syscall)
  if (name === undefined) return `unknown-syscall(${syscall.syscall})`
  const inner = innerCall(name, syscall.arg0)
  return inner === undefined ? name : `${name}(${inner})`
}

/** The name of the record's system call; undefined when the record's machine or the number is not known. */
export function systemCallName(syscall: SyscallContext): string | undefined {
  return syscall.machine < 0 ? undefined : syscallName(syscall.machine, syscall.syscall)
}

/** True for the system calls whose text depends on their first argument. */
export function isMultiplexed(name: string): boolean {
  return MULTIPLEXERS.has(name)
}

function innerCall(name: string, arg0: Wide): string | undefined {
  const table = MULTIPLEXERS.get(name)
  return table === undefined || arg0.high !== 0 || arg0.low > 0x7fff_ffff
    ? undefined
    : lookupName(table, arg0.low)
}

function machineText(machine: number): string {
  return machineName(machine) ?? `unknown-machine-type(${machine})`
}
