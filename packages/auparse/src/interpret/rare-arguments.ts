/** The arguments of the other system calls (spec 03 §5.2). */
import type { SyscallContext } from '../fields/parsed-record.ts'
import { userId } from './account-ids.ts'
import * as flags from './argument-flags.ts'
import { type ArgumentRow, type ArgumentRows, always } from './argument-reader.ts'
import * as values from './argument-values.ts'
import { capabilityArgument } from './capability.ts'
import type { Wide } from './integers.ts'
import { hexText, type Interpreter, ofNumber } from './interpreter.ts'
import { ioctlRequest, personality } from './process-attributes.ts'
import { signalArgument } from './signal.ts'

const hex: Interpreter = hexText
const uid = userId(16)

/** fcntl(2): F_SETFD and F_SETOWN; other commands' arguments are only checked. */
const fcntlFlag = ofNumber(16, ({ low }, value) => (low === 1 ? 'FD_CLOEXEC' : hexText(value)))
const fcntlOther = ofNumber(16, (_number, value) => hexText(value))

const FIRST: readonly ArgumentRow[] = [
  ['clock_settime', always(values.clock)],
  ['clone clone2 unshare', always(flags.cloneFlags)],
  ['personality', always(personality)],
  ['ptrace', always(values.ptraceRequest)],
  ['prctl', always(values.prctlOption)],
  ['getrlimit setrlimit', always(values.resourceLimit)],
  ['socket', always(values.addressFamily)],
  ['socketcall', always(values.socketCall)],
]

const SECOND: readonly ArgumentRow[] = [
  ['fcntl*', always(values.fcntlCommand)],
  ['fscon*', always(values.fsconfigCommand)],
  ['fsopen*', always((value) => (value === '1' ? 'FSOPEN_CLOEXEC' : hexText(value)))],
  ['fsmount*', always((value) => (value === '1' ? 'FSMOUNT_CLOEXEC' : hexText(value)))],
  ['getsockopt setsockopt', always(values.socketLevel)],
  ['socket', always(values.socketType)],
  ['setns', always(flags.cloneFlags)],
  ['sched_setscheduler', always(values.schedulingPolicy)],
  ['epoll_ctl', always(values.epollOperation)],
  ['prctl', { choose: ({ arg0 }) => prctlArgument(arg0) }],
  ['umount2', always(flags.umountFlags)],
  ['ioctl', always(ioctlRequest)],
]

const THIRD: readonly ArgumentRow[] = [
  ['fcntl*', { choose: ({ arg1 }) => fcntlArgument(arg1) }],
  ['getsockopt setsockopt', { choose: socketOption }],
  ['fsmount*', always(flags.mountFlags)],
  ['socket', always(values.socketProtocol)],
  ['shmget', always(flags.sharedMemoryFlags)],
  ['setxattrat removexattrat listxattrat getxattrat', always(flags.xattrFlags)],
  ['lseek', always(values.seekOrigin)],
]

const FOURTH: readonly ArgumentRow[] = [
  ['mount', always(flags.mountFlags)],
  ['open_tree_attr', always(flags.xattrFlags)],
]

export const rareArguments: ArgumentRows = [FIRST, SECOND, THIRD, FOURTH]

/** Option levels of linux/socket.h whose options are named. */
const SOCKET_OPTIONS: ReadonlyMap<number, Interpreter> = new Map([
  [0, values.ipOption],
  [6, values.tcpOption],
  [17, values.udpOption],
  [41, values.ip6Option],
  [263, values.packetOption],
])

/** PR_SET_PDEATHSIG takes a signal, PR_CAPBSET_READ and PR_CAPBSET_DROP a capability (linux/prctl.h). */
function prctlArgument(option: Wide): Interpreter {
  if (is(option, 1)) return signalArgument
  return is(option, 23) || is(option, 24) ? capabilityArgument : hex
}

/** F_SETOWN takes an owner, F_SETFD a flag (fcntl(2)). */
function fcntlArgument(command: Wide): Interpreter {
  if (is(command, 8)) return uid
  return is(command, 2) ? fcntlFlag : fcntlOther
}

function socketOption({ arg1, machine }: SyscallContext): Interpreter {
  if (is(arg1, 1)) return values.hasPowerOptions(machine) ? values.powerSocketOption : values.socketOption
  return (arg1.high === 0 ? SOCKET_OPTIONS.get(arg1.low) : undefined) ?? hex
}

function is(argument: Wide, number: number): boolean {
  return argument.high === 0 && argument.low === number
}
