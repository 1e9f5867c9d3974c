/** Architectures and system calls (spec 03 §4.3, §4.4). */
import { machineFromElf, machineName } from '@ts-audit/tables/machines'
import type { InterpreterSet } from '../context.ts'
import type { SyscallContext } from '../fields/parsed-record.ts'
import { unsigned64, type Wide } from './integers.ts'
import { conversionError, type FieldSetting } from './interpreter.ts'

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
  const name = context.interpreters.syscallName(machine, syscall.syscall)
  if (name === undefined) return `unknown-syscall(${syscall.syscall})`
  const inner = innerCall(name, syscall.arg0, context.interpreters)
  return inner === undefined ? name : `${name}(${inner})`
}

/** The name of the record's system call; undefined when the record's machine or the number is not known. */
export function systemCallName(syscall: SyscallContext, interpreters: InterpreterSet): string | undefined {
  return syscall.machine < 0 ? undefined : interpreters.syscallName(syscall.machine, syscall.syscall)
}

/** True for the system calls that stand for several: the first argument says which one is meant. */
export function isMultiplexed(name: string): boolean {
  return name === 'socketcall' || name === 'ipc'
}

function innerCall(name: string, arg0: Wide, interpreters: InterpreterSet): string | undefined {
  if (!isMultiplexed(name) || arg0.high !== 0 || arg0.low > 0x7fff_ffff) return undefined
  return interpreters.innerCall(name, arg0.low)
}

function machineText(machine: number): string {
  return machineName(machine) ?? `unknown-machine-type(${machine})`
}
