/** Reads what this package needs of a SYSCALL record (type 1300). */
import { type LogRecord, latin1 } from '@ts-audit/log'
import { machineFromElf } from '@ts-audit/tables/machines'
import { syscallName } from '@ts-audit/tables/syscalls'
import { bodyStart, decodeId, decodeSigned } from './field-walk.ts'
import type { Identity, IdentityCache } from './identity.ts'

/** The call of a SYSCALL record, without who made it. */
export interface SystemCall {
  /** Its name on the record's machine, or its number in digits. */
  readonly name: string
  /** Absent in calls that never return, exit_group(2) for one. */
  readonly success: boolean | undefined
  readonly exit: number | undefined
  /** First argument, an unsigned number; for bpf(2) the command. */
  readonly a0: number | undefined
}

/** A SYSCALL record. */
export interface SyscallRecord extends SystemCall {
  readonly pid: number | undefined
  readonly ppid: number | undefined
  readonly identity: Identity
}

/** Reads a SYSCALL record in the kernel's order of fields, which has not changed since 2.6 (kernel/auditsc.c). */
export function readSyscallRecord(record: LogRecord, identities: IdentityCache): SyscallRecord {
  const text = latin1(record.bytes, record.start, record.end)
  const from = bodyStart(text)
  const auid = text.indexOf(' auid=', from)
  const head = auid < 0 ? text.slice(from - 1) : text.slice(from - 1, auid)
  return {
    ...callOf(head),
    pid: decodeId(rawValue(head, ' pid=')),
    ppid: decodeId(rawValue(head, ' ppid=')),
    identity: identities.read(auid < 0 ? '' : text.slice(auid)),
  }
}

/** The call alone; see {@link readSyscallRecord}. */
export function readSystemCall(record: LogRecord): SystemCall {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const auid = text.indexOf(' auid=')
  return callOf(auid < 0 ? text : text.slice(0, auid))
}

function callOf(head: string): SystemCall {
  const success = rawValue(head, ' success=')
  return {
    name: nameOf(rawValue(head, ' arch='), rawValue(head, ' syscall=')),
    success: success === undefined ? undefined : success === 'yes',
    exit: decodeSigned(rawValue(head, ' exit=')),
    a0: decodeHexNumber(rawValue(head, ' a0=')),
  }
}

function rawValue(head: string, name: string): string | undefined {
  const at = head.indexOf(name)
  if (at < 0) return undefined
  const start = at + name.length
  const end = head.indexOf(' ', start)
  return end < 0 ? head.slice(start) : head.slice(start, end)
}

function decodeHexNumber(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined
  const number = Number(`0x${value}`)
  return Number.isNaN(number) ? undefined : number
}

const names = new Map<string, string>()

function nameOf(arch: string | undefined, number: string | undefined): string {
  if (number === undefined) return '?'
  const key = `${arch}/${number}`
  let name = names.get(key)
  if (name === undefined) {
    const word = decodeHexNumber(arch)
    const machine = word === undefined ? undefined : machineFromElf(word)
    name = (machine === undefined ? undefined : syscallName(machine, Number(number))) ?? number
    if (names.size < 4096) names.set(key, name)
  }
  return name
}
