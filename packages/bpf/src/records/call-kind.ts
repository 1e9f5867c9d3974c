/** Tells the calls that matter to programs from all other SYSCALL records, nearly always by their first bytes. */
import type { LogRecord } from '@ts-audit/log'
import { elfFromMachine, Machine } from '@ts-audit/tables/machines'
import { syscallNumber } from '@ts-audit/tables/syscalls'
import { bytesOf, startsWith } from './bytes.ts'
import { hexDigit } from './field-walk.ts'
import { attachesSocketFilter } from './socket-filter.ts'

/** The calls this package looks at even when no BPF record is near. */
export type CallKind = 'bpf' | 'exit_group' | 'socket-filter'

/** Which system call may be which; not every setsockopt(2) attaches a filter. */
const kindsByName: readonly (readonly [string, CallKind])[] = [
  ['bpf', 'bpf'],
  ['exit_group', 'exit_group'],
  ['setsockopt', 'socket-filter'],
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
function behindStamp({ bytes, start, textEnd }: LogRecord): number {
  const limit = Math.min(textEnd, start + HEADER_LIMIT)
  let at = start + 28
  while (at < limit && bytes[at] !== CLOSE) at++
  return at + 1
}

/**
 * Which of these calls a SYSCALL record is, or undefined. Looks at the header's end and at `arch=` and `syscall=`,
 * the first two fields the kernel writes (kernel/auditsc.c); text is decoded of setsockopt(2) only.
 */
export function callKind(record: LogRecord): CallKind | undefined {
  const { bytes } = record
  let at = record.body < 0 ? behindStamp(record) : record.body
  if (!startsWith(bytes, at, ARCH)) return undefined
  at += ARCH.length
  let word = 0
  for (let digit = hexDigit(bytes[at] ?? 0); digit >= 0; digit = hexDigit(bytes[++at] ?? 0)) {
    word = (word << 4) | digit
  }
  kinds ??= readKinds()
  const numbers = kinds.get(word >>> 0)
  if (numbers === undefined || !startsWith(bytes, at, SYSCALL)) return undefined
  at += SYSCALL.length
  let number = 0
  for (let code = bytes[at] ?? 0; code >= 0x30 && code <= 0x39; code = bytes[++at] ?? 0) {
    number = number * 10 + code - 0x30
  }
  const kind = numbers.get(number)
  return kind === 'socket-filter' && !attachesSocketFilter(record) ? undefined : kind
}
