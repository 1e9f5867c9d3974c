/** Tells the calls that matter to programs from all other SYSCALL records, nearly always by their first bytes. */
import type { LogRecord } from '@ts-audit/log'
import { elfFromMachine, Machine } from '@ts-audit/tables/machines'
import { syscallNumber } from '@ts-audit/tables/syscalls'
import { ByteCursor } from './byte-cursor.ts'
import { bytesOf } from './bytes.ts'
import { filterKind, opensPacketSocket } from './socket-filter.ts'

/** The calls this package looks at even when no BPF record is near. */
export type CallKind =
  | 'bpf'
  | 'exit_group'
  /** A BPF program, or a classic filter, was attached to a socket. */
  | 'socket-filter'
  | 'classic-filter'
  /** A socket that sees the packets of a network device was made. */
  | 'packet-socket'
  | 'exec'
  | 'kill'
  | 'unlink'

/** Which system call may be which; not every setsockopt(2) attaches a filter, and few sockets see packets. */
const kindsByName: readonly (readonly [string, CallKind])[] = [
  ['bpf', 'bpf'],
  ['exit_group', 'exit_group'],
  ['setsockopt', 'socket-filter'],
  ['socket', 'packet-socket'],
  ['execve', 'exec'],
  ['execveat', 'exec'],
  ['kill', 'kill'],
  ['tkill', 'kill'],
  ['tgkill', 'kill'],
  ['pidfd_send_signal', 'kill'],
  ['unlink', 'unlink'],
  ['unlinkat', 'unlink'],
  ['rmdir', 'unlink'],
]

const ARCH = bytesOf(': arch=')
const SYSCALL = bytesOf(' syscall=')
/** The stamp ends within this many bytes: `node=` with a host name of 255 bytes, the type and the stamp. */
const HEADER_LIMIT = 360
const CLOSE = 0x29

type Numbers = ReadonlyMap<number, CallKind>

/** The numbers of these calls by the ELF word of `arch=`; the tables are decoded when the first record asks. */
let kinds: ReadonlyMap<number, Numbers> | undefined

function readKinds(): ReadonlyMap<number, Numbers> {
  return new Map(
    Object.values(Machine).flatMap((machine): [number, Numbers][] => {
      const word = elfFromMachine(machine)
      if (word === undefined) return []
      const numbers = new Map<number, CallKind>()
      for (const [name, kind] of kindsByName) {
        const number = syscallNumber(machine, name)
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
 * Which of these calls a SYSCALL record is, or undefined. Looks at the header's end and at `arch=` and `syscall=`,
 * the first two fields the kernel writes (kernel/auditsc.c); text is decoded of setsockopt(2) and socket(2) only.
 */
export function callKind(record: LogRecord): CallKind | undefined {
  const { bytes, body, textEnd } = record
  const cursor = new ByteCursor(bytes, body < 0 ? afterStamp(record) : body, textEnd)
  if (!cursor.passes(ARCH)) return undefined
  const word = cursor.hexadecimal()
  if (word === undefined || !cursor.passes(SYSCALL)) return undefined
  const number = cursor.decimal()
  if (number === undefined) return undefined
  kinds ??= readKinds()
  const kind = kinds.get(word)?.get(number)
  if (kind === 'socket-filter') return filterKind(record)
  return kind === 'packet-socket' && !opensPacketSocket(record) ? undefined : kind
}
