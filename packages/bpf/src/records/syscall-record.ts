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
  const from = bodyStart(text) - 1
  const auid = text.indexOf(' auid=', from)
  const to = auid < 0 ? text.length : auid
  const { name, success, exit, a0 } = callIn(text, from, to)
  return {
    name,
    success,
    exit,
    a0,
    pid: decodeId(rawValue(text, ' pid=', from, to)),
    ppid: decodeId(rawValue(text, ' ppid=', from, to)),
    identity: identities.read(auid < 0 ? '' : text.slice(auid)),
  }
}

/** The call alone; see {@link readSyscallRecord}. */
export function readSystemCall(record: LogRecord): SystemCall {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text) - 1
  const auid = text.indexOf(' auid=', from)
  return callIn(text, from, auid < 0 ? text.length : auid)
}

function callIn(text: string, from: number, to: number): SystemCall {
  const success = rawValue(text, ' success=', from, to)
  return {
    name: nameOf(rawValue(text, ' arch=', from, to), rawValue(text, ' syscall=', from, to)),
    success: success === undefined ? undefined : success === 'yes',
    exit: decodeSigned(rawValue(text, ' exit=', from, to)),
    a0: decodeHexNumber(rawValue(text, ' a0=', from, to)),
  }
}

/** The value of a field between two positions, without decoding. */
function rawValue(text: string, name: string, from: number, to: number): string | undefined {
  const at = text.indexOf(name, from)
  if (at < 0 || at >= to) return undefined
  const start = at + name.length
  const end = text.indexOf(' ', start)
  return text.slice(start, end < 0 || end > to ? to : end)
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
