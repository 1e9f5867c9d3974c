/** The arguments of the system calls that logs usually hold, as far as they need no large tables (spec 03 §5.1, §5.2). */
import { bpfCommandName } from '@ts-audit/tables/bpf'
import {
  accessFlags,
  accessModes,
  messageFlags as messageFlagNames,
  namesOfBits,
} from '@ts-audit/tables/usual'
import { groupId, userId } from './account-ids.ts'
import { type ArgumentRow, type ArgumentRows, always } from './argument-reader.ts'
import { fileMode, shortMode } from './file-mode.ts'
import { flagWord, hexText, type Interpreter, ofNumber } from './interpreter.ts'
import { mapFlags, openMode, protection } from './memory-flags.ts'
import { signalArgument } from './signal.ts'

const O_CREAT = 0x40
const hex: Interpreter = hexText
const uid = userId(16)
const gid = groupId(16)
const mode = shortMode(16)
const openFlags = openMode(16)

const dirfd: Interpreter = ofNumber(16, ({ low }, value) =>
  low === 0xffff_ff9c ? 'AT_FDCWD' : hexText(value),
)

const exitStatus: Interpreter = (value) =>
  value === '0' ? 'EXIT_SUCCESS' : value === '1' ? 'EXIT_FAILURE' : 'UNKNOWN'

const bpfCommand: Interpreter = ofNumber(
  16,
  ({ low }, value) => bpfCommandName(low | 0) ?? `unknown-bpf-cmd(${value})`,
)

/** Modes of access(2); F_OK has no bit. */
const accessMode: Interpreter = ofNumber(16, ({ low }, value) =>
  (low & 0xf) === 0 ? 'F_OK' : namesOfBits(accessModes, low).join('|') || hexText(value),
)

const accessAtFlags = flagWord(accessFlags)
const messageFlags = flagWord(messageFlagNames)

const FIRST: readonly ArgumentRow[] = [
  ['rt_sigaction', always(signalArgument)],
  [
    'renameat* readlinkat removexattrat mkdirat mknodat fchownat futimesat fchmodat faccessat* futimensat ' +
      'file_getattr file_setattr unlinkat utimensat setxattrat linkat listxattrat getxattrat newfstatat openat* ' +
      'name_to_handle_at',
    always(dirfd),
  ],
  ['setuid setreuid setresuid setfsuid', always(uid)],
  ['setgid setregid setresgid setfsgid', always(gid)],
  ['exit*', always(exitStatus)],
  ['bpf', always(bpfCommand)],
]

const SECOND: readonly ArgumentRow[] = [
  ['fchmod chmod creat mkdir', always(mode)],
  [(name) => name.startsWith('c') && name.includes('chown'), always(uid)],
  ['setreuid setresuid', always(uid)],
  ['setregid setresgid', always(gid)],
  ['mknod', always(fileMode(16))],
  ['mq_open open', always(openFlags)],
  ['access', always(accessMode)],
  ['kill tkill', always(signalArgument)],
]

const THIRD: readonly ArgumentRow[] = [
  ['openat open_by_handle_at', always(openFlags)],
  ['open mq_open', { choose: ({ arg1 }) => ((arg1.low & O_CREAT) !== 0 ? mode : hex) }],
  ['fchmodat mkdirat mknodat', always(mode)],
  ['faccessat*', always(accessMode)],
  ['setresuid', always(uid)],
  ['setresgid', always(gid)],
  ['sendmsg recvmsg', always(messageFlags)],
  ['mmap', always(protection(4))],
  ['mprotect', always(protection(3))],
  ['move_mount readlinkat renameat* linkat', always(dirfd)],
  [(name) => name.includes('chown') && !'flmors'.includes(name.charAt(0)), always(gid)],
  ['tgkill', always(signalArgument)],
]

const FOURTH: readonly ArgumentRow[] = [
  ['mmap', always(mapFlags)],
  ['recv recvfrom recvmmsg send sendto sendmmsg', always(messageFlags)],
  ['faccessat faccessat2', always(accessAtFlags)],
]

export const usualArguments: ArgumentRows = [FIRST, SECOND, THIRD, FOURTH]
