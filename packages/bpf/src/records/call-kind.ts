/** Tells the calls that matter to programs from all other SYSCALL records, nearly always by their first bytes. */
import type { LogRecord } from '@ts-audit/log'
import { bpfSyscallNumbers } from '@ts-audit/tables/bpf'
import { elfFromMachine, Machine } from '@ts-audit/tables/machines'
import {
  attachesToPerfEvent,
  attachingOption,
  hasSucceeded,
  isNetlinkMessage,
  isPacketSocket,
  resolveSocketcall,
} from './attach-call.ts'
import { ByteCursor } from './byte-cursor.ts'
import { bytesOf } from './bytes.ts'
import { type CallArguments, callArguments } from './call-arguments.ts'

/** The calls this package looks at even when no BPF record is near. */
export type CallKind =
  | 'bpf'
  | 'exit_group'
  /** A BPF program, or a classic filter, was attached to a socket. */
  | 'socket-filter'
  | 'classic-filter'
  /** A program was attached to choose among the sockets of a port. */
  | 'reuseport'
  /** A program was attached to a perf event: a tracepoint, a kprobe. */
  | 'perf-event'
  /** The kernel was sent a message by netlink, which may attach a program to a network device. */
  | 'netlink'
  /** A socket that sees the packets of a network device was made. */
  | 'packet-socket'
  | 'exec'
  | 'kill'
  | 'unlink'
  /** A call that can make a pid namespace, or enter one. */
  | 'namespace'

/** A system call by which more must be known: few of them attach anything. */
type Candidate = 'setsockopt' | 'socket' | 'send' | 'ioctl' | 'socketcall'

const kindsByName: readonly (readonly [string, CallKind | Candidate])[] = [
  ['bpf', 'bpf'],
  ['exit_group', 'exit_group'],
  ['setsockopt', 'setsockopt'],
  ['socket', 'socket'],
  ['sendto', 'send'],
  ['sendmsg', 'send'],
  ['sendmmsg', 'send'],
  ['ioctl', 'ioctl'],
  ['socketcall', 'socketcall'],
  ['execve', 'exec'],
  ['execveat', 'exec'],
  ['kill', 'kill'],
  ['tkill', 'kill'],
  ['tgkill', 'kill'],
  ['pidfd_send_signal', 'kill'],
  ['unlink', 'unlink'],
  ['unlinkat', 'unlink'],
  ['rmdir', 'unlink'],
  ['clone', 'namespace'],
  ['unshare', 'namespace'],
  ['setns', 'namespace'],
]

const ARCH = bytesOf(': arch=')
const SYSCALL = bytesOf(' syscall=')
/** The stamp ends within this many bytes: `node=` with a host name of 255 bytes, the type and the stamp. */
const HEADER_LIMIT = 360
const CLOSE = 0x29

type Numbers = ReadonlyMap<number, CallKind | Candidate>

/** The numbers of these calls by the ELF word of `arch=`; the tables are decoded when the first record asks. */
let kinds: ReadonlyMap<number, Numbers> | undefined

function readKinds(): ReadonlyMap<number, Numbers> {
  return new Map(
    Object.values(Machine).flatMap((machine): [number, Numbers][] => {
      const word = elfFromMachine(machine)
      if (word === undefined) return []
      const numbers = new Map<number, CallKind | Candidate>()
      const known = bpfSyscallNumbers(machine)
      for (const [name, kind] of kindsByName) {
        const number = known.get(name)
        if (number !== undefined) numbers.set(number, kind)
      }
      return [[word, numbers]]
    }),
  )
}

/** Where the body of a record with an unusual header begins. */
function afterStamp({ bytes, start, textEnd }: LogRecord): number {
  const limit = Math.min(textEnd, start + HEADER_LIMIT)
  let at = start + 28
  while (at < limit && bytes[at] !== CLOSE) at++
  return at + 1
}

/**
 * Which of these calls an event's SYSCALL record is, or undefined. Looks at the header's end and at `arch=` and
 * `syscall=`, the first two fields the kernel writes (kernel/auditsc.c); text is decoded of candidates only.
 */
export function callKind(record: LogRecord, records: readonly LogRecord[]): CallKind | undefined {
  const { bytes, body, textEnd } = record
  const cursor = new ByteCursor(bytes, body < 0 ? afterStamp(record) : body, textEnd)
  if (!cursor.passes(ARCH)) return undefined
  const word = cursor.hexadecimal()
  if (word === undefined || !cursor.passes(SYSCALL)) return undefined
  const number = cursor.decimal()
  if (number === undefined) return undefined
  kinds ??= readKinds()
  const kind = kinds.get(word)?.get(number)
  switch (kind) {
    case 'setsockopt':
    case 'socket':
    case 'send':
    case 'ioctl':
    case 'socketcall':
      return hasSucceeded(record) ? attachKind(kind, record, records) : undefined
    default:
      return kind
  }
}

function attachKind(
  candidate: Candidate,
  record: LogRecord,
  records: readonly LogRecord[],
): CallKind | undefined {
  if (candidate === 'send') return isNetlinkMessage(records) ? 'netlink' : undefined
  if (candidate === 'ioctl') return attachesToPerfEvent(callArguments(record)) ? 'perf-event' : undefined
  if (candidate !== 'socketcall') return socketKind(candidate, callArguments(record))
  const inner = resolveSocketcall(record, records)
  if (inner?.name === 'setsockopt' || inner?.name === 'socket') return socketKind(inner.name, inner.arguments)
  return inner !== undefined && isNetlinkMessage(records) ? 'netlink' : undefined
}

const OPTION_KINDS: ReadonlyMap<string, CallKind> = new Map([
  ['SO_ATTACH_FILTER', 'classic-filter'],
  ['SO_ATTACH_BPF', 'socket-filter'],
  ['SO_ATTACH_REUSEPORT_EBPF', 'reuseport'],
])

function socketKind(name: 'setsockopt' | 'socket', given: CallArguments): CallKind | undefined {
  if (name === 'socket') return isPacketSocket(given) ? 'packet-socket' : undefined
  return OPTION_KINDS.get(attachingOption(given) ?? '')
}
