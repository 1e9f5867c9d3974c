/** Formatters of the other system calls' arguments that are one of several values (spec 03 §5.1). */
import { Machine } from '@ts-audit/tables/machines'
import {
  addressFamilies,
  ip6Options,
  ipOptions,
  lookupName,
  packetOptions,
  protocols,
  socketLevels,
  socketOptions,
  socketTypes,
  tcpOptions,
} from '@ts-audit/tables/network'
import {
  clocks,
  epollOperations,
  fcntlCommands,
  fsconfigCommands,
  type NameTable,
  prctlOptions,
  ptraceRequests,
  resourceLimits,
  schedulers,
  seekOrigins,
  socketCalls,
} from '@ts-audit/tables/values'
import { signed64 } from './integers.ts'
import { conversionError, type Interpreter, named, ofNumber } from './interpreter.ts'

/** The formatters name clocks and limits only up to these. */
const CLOCKS = 7
const LIMITS = 17
const SCHED_RESET_ON_FORK = 0x4000_0000
/** On big-endian POWER these socket options have numbers of their own; the table keeps them 100 higher. */
const POWER_OPTIONS = { first: 16, last: 21, shift: 100 }
const UDP_OPTIONS: ReadonlyMap<number, string> = new Map([
  [1, 'UDP_CORK'],
  [100, 'UDP_ENCAP'],
])

export const clock: Interpreter = below(CLOCKS, clocks, 'unknown-clk_id')

export const resourceLimit: Interpreter = below(LIMITS, resourceLimits, 'unknown-rlimit')

export const ptraceRequest: Interpreter = named(16, ptraceRequests, (value) => `unknown-ptrace(0x${value})`)

export const prctlOption: Interpreter = named(16, prctlOptions, (value) => `unknown-prctl-option(0x${value})`)

export const addressFamily: Interpreter = named(16, addressFamilies, (value) => `unknown-family(0x${value})`)

export const socketType: Interpreter = ofNumber(
  16,
  ({ low }, value) => lookupName(socketTypes, low & 0xff) ?? `unknown-type(${value})`,
)

export const socketProtocol: Interpreter = named(16, protocols, (value) => `unknown-proto(${value})`)

export const socketCall: Interpreter = (value) => {
  const number = signed64(value, 16)
  if (number === undefined) return conversionError(value)
  return lookupName(socketCalls, number.low | 0) ?? `unknown-socketcall(${value})`
}

export const fcntlCommand: Interpreter = named(
  16,
  fcntlCommands,
  (_value, number) => `unknown-fcntl-command(${number})`,
)

export const fsconfigCommand: Interpreter = named(
  16,
  fsconfigCommands,
  (_value, number) => `unknown-fsconfig-operation(${number})`,
)

export const epollOperation: Interpreter = named(
  16,
  epollOperations,
  (_value, number) => `unknown-epoll_ctl-operation(${number})`,
)

export const schedulingPolicy: Interpreter = ofNumber(16, ({ low }, value) => {
  const policy = lookupName(schedulers, low & 0xf) ?? `unknown-scheduler-policy(0x${value})`
  return (low & SCHED_RESET_ON_FORK) === 0 ? policy : `${policy}|SCHED_RESET_ON_FORK`
})

/** The names of protocols go before those of levels, as in the reference, which asks the protocols database first. */
export const socketLevel: Interpreter = ofNumber(16, ({ low }, value) => {
  if (low === 1) return 'SOL_SOCKET'
  const level = lookupName(protocols, low | 0) ?? lookupName(socketLevels, low | 0)
  return level ?? `unknown-sockopt-level(0x${value})`
})

export const socketOption: Interpreter = namedOption(socketOptions, 'sockopt')

export const powerSocketOption: Interpreter = ofNumber(16, ({ low }, value) => {
  const { first, last, shift } = POWER_OPTIONS
  const number = low >= first && low <= last ? low + shift : low | 0
  return lookupName(socketOptions, number) ?? `unknown-sockopt-name(0x${value})`
})

/** True for the machines {@link powerSocketOption} is for. */
export function hasPowerOptions(machine: number): boolean {
  return machine === Machine.ppc || machine === Machine.ppc64
}

export const ipOption: Interpreter = namedOption(ipOptions, 'ipopt')
export const ip6Option: Interpreter = namedOption(ip6Options, 'ip6opt')
export const tcpOption: Interpreter = namedOption(tcpOptions, 'tcpopt')
export const packetOption: Interpreter = namedOption(packetOptions, 'pktopt')

export const udpOption: Interpreter = ofNumber(
  16,
  ({ low }, value) => UDP_OPTIONS.get(low) ?? `unknown-udpopt-name(0x${value})`,
)

export const seekOrigin: Interpreter = ofNumber(
  16,
  ({ low }, value) => lookupName(seekOrigins, low & 0xff) ?? `unknown-whence(${value})`,
)

function namedOption(table: NameTable, kind: string): Interpreter {
  return named(16, table, (value) => `unknown-${kind}-name(0x${value})`)
}

function below(limit: number, table: NameTable, unknown: string): Interpreter {
  return ofNumber(16, ({ low }, value) => {
    const number = low | 0
    return (number < limit ? lookupName(table, number) : undefined) ?? `${unknown}(0x${value})`
  })
}
