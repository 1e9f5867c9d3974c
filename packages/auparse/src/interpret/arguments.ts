/** Which argument of which system call is read how (spec 03 §5.2). */
import type { SyscallContext } from '../fields/parsed-record.ts'
import { groupId, userId } from './account-ids.ts'
import * as flags from './argument-flags.ts'
import * as values from './argument-values.ts'
import { capabilityArgument } from './capability.ts'
import { fileMode, shortMode } from './file-mode.ts'
import type { Wide } from './integers.ts'
import { hexText, type Interpreter, ofNumber } from './interpreter.ts'
import { mapFlags, openMode, protection } from './memory-flags.ts'
import { ioctlRequest, personality } from './process-attributes.ts'
import { signalArgument } from './signal.ts'

export type ArgumentIndex = 0 | 1 | 2 | 3

/** Chooses a formatter by the system call's machine and first arguments. */
type Choice = (syscall: SyscallContext) => Interpreter

/** How an argument is read: always the same way, or depending on the arguments before it. */
export type ArgumentReader =
  | { readonly interpret: Interpreter; readonly choose?: undefined }
  | { readonly choose: Choice; readonly interpret?: undefined }

/** System calls by name, or by the beginning of their names (`openat*`), and their reader. */
type ArgumentRow = readonly [names: string | ((name: string) => boolean), reader: ArgumentReader]

const O_CREAT = 0x40
const hex: Interpreter = hexText
const uid = userId(16)
const gid = groupId(16)
const mode = shortMode(16)
const openFlags = openMode(16)

/** fcntl(2): F_SETFD and F_SETOWN; other commands' arguments are only checked. */
const fcntlFlag = ofNumber(16, ({ low }, value) => (low === 1 ? 'FD_CLOEXEC' : hexText(value)))
const fcntlOther = ofNumber(16, (_number, value) => hexText(value))

const FIRST: readonly ArgumentRow[] = [
  ['rt_sigaction', always(signalArgument)],
  [
    'renameat* readlinkat removexattrat mkdirat mknodat fchownat futimesat fchmodat faccessat* futimensat ' +
      'file_getattr file_setattr unlinkat utimensat setxattrat linkat listxattrat getxattrat newfstatat openat* ' +
      'name_to_handle_at',
    always(values.dirfd),
  ],
  ['clock_settime', always(values.clock)],
  ['clone clone2 unshare', always(flags.cloneFlags)],
  ['personality', always(personality)],
  ['ptrace', always(values.ptraceRequest)],
  ['prctl', always(values.prctlOption)],
  ['getrlimit setrlimit', always(values.resourceLimit)],
  ['setuid setreuid setresuid setfsuid', always(uid)],
  ['setgid setregid setresgid setfsgid', always(gid)],
  ['socket', always(values.addressFamily)],
  ['socketcall', always(values.socketCall)],
  ['exit*', always(values.exitStatus)],
  ['bpf', always(values.bpfCommand)],
]

const SECOND: readonly ArgumentRow[] = [
  ['fchmod chmod creat mkdir', always(mode)],
  ['fcntl*', always(values.fcntlCommand)],
  ['fscon*', always(values.fsconfigCommand)],
  ['fsopen*', always((value) => (value === '1' ? 'FSOPEN_CLOEXEC' : hexText(value)))],
  ['fsmount*', always((value) => (value === '1' ? 'FSMOUNT_CLOEXEC' : hexText(value)))],
  [(name) => name.startsWith('c') && name.includes('chown'), always(uid)],
  ['getsockopt setsockopt', always(values.socketLevel)],
  ['setreuid setresuid', always(uid)],
  ['setregid setresgid', always(gid)],
  ['socket', always(values.socketType)],
  ['setns', always(flags.cloneFlags)],
  ['sched_setscheduler', always(values.schedulingPolicy)],
  ['mknod', always(fileMode(16))],
  ['mq_open open', always(openFlags)],
  ['access', always(flags.accessMode)],
  ['epoll_ctl', always(values.epollOperation)],
  ['kill tkill', always(signalArgument)],
  ['prctl', { choose: ({ arg0 }) => prctlArgument(arg0) }],
  ['umount2', always(flags.umountFlags)],
  ['ioctl', always(ioctlRequest)],
]

const THIRD: readonly ArgumentRow[] = [
  ['fcntl*', { choose: ({ arg1 }) => fcntlArgument(arg1) }],
  ['getsockopt setsockopt', { choose: socketOption }],
  ['openat open_by_handle_at', always(openFlags)],
  ['open mq_open', { choose: ({ arg1 }) => ((arg1.low & O_CREAT) !== 0 ? mode : hex) }],
  ['fchmodat mkdirat mknodat', always(mode)],
  ['faccessat*', always(flags.accessMode)],
  ['fsmount*', always(flags.mountFlags)],
  ['setresuid', always(uid)],
  ['setresgid', always(gid)],
  ['socket', always(values.socketProtocol)],
  ['sendmsg recvmsg', always(flags.messageFlags)],
  ['shmget', always(flags.sharedMemoryFlags)],
  ['setxattrat removexattrat listxattrat getxattrat', always(flags.xattrFlags)],
  ['mmap', always(protection(4))],
  ['mprotect', always(protection(3))],
  ['move_mount readlinkat renameat* linkat', always(values.dirfd)],
  ['lseek', always(values.seekOrigin)],
  [(name) => name.includes('chown') && !'flmors'.includes(name.charAt(0)), always(gid)],
  ['tgkill', always(signalArgument)],
]

const FOURTH: readonly ArgumentRow[] = [
  ['mmap', always(mapFlags)],
  ['mount', always(flags.mountFlags)],
  ['recv recvfrom recvmmsg send sendto sendmmsg', always(flags.messageFlags)],
  ['faccessat faccessat2', always(flags.accessAtFlags)],
  ['open_tree_attr', always(flags.xattrFlags)],
]

const TABLES = [FIRST, SECOND, THIRD, FOURTH] as const

/** Option levels of linux/socket.h whose options are named. */
const SOCKET_OPTIONS: ReadonlyMap<number, Interpreter> = new Map([
  [0, values.ipOption],
  [6, values.tcpOption],
  [17, values.udpOption],
  [41, values.ip6Option],
  [263, values.packetOption],
])

/** What was found for a name; names come from the tables of system calls, so these are few. */
const found: readonly Map<string, ArgumentReader | undefined>[] = TABLES.map(() => new Map())

/** How argument `index` of a system call is read; undefined when it is shown in hexadecimal. */
export function argumentReader(index: ArgumentIndex, syscall: string): ArgumentReader | undefined {
  const known = found[index] as Map<string, ArgumentReader | undefined>
  if (!known.has(syscall)) known.set(syscall, TABLES[index].find(([names]) => matches(names, syscall))?.[1])
  return known.get(syscall)
}

/** The interpreter of argument `index` of the system call called `name`, in a record with the given context. */
export function argumentInterpreter(
  index: ArgumentIndex,
  name: string | undefined,
  syscall: SyscallContext,
): Interpreter {
  const reader = name === undefined ? undefined : argumentReader(index, name)
  return reader === undefined ? hex : (reader.interpret ?? reader.choose(syscall))
}

function matches(names: string | ((name: string) => boolean), syscall: string): boolean {
  if (typeof names !== 'string') return names(syscall)
  return names
    .split(' ')
    .some((name) => (name.endsWith('*') ? syscall.startsWith(name.slice(0, -1)) : syscall === name))
}

function always(interpret: Interpreter): ArgumentReader {
  return { interpret }
}

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
