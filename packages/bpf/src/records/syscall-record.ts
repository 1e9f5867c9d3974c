/** Reads what this package needs of a SYSCALL record (type 1300). */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bpfSyscallNumbers } from '@ts-audit/tables/bpf'
import { machineFromElf } from '@ts-audit/tables/machines'
import type { Identity, Process } from '../fields/process-objects.ts'
import { ByteCursor } from './byte-cursor.ts'
import { bytesOf } from './bytes.ts'
import { bodyStart, decodeId, decodeSigned } from './field-walk.ts'
import type { IdentityCache } from './identity.ts'

/** The call of a SYSCALL record, without who made it. */
export interface SystemCall {
  /** Its name on the record's machine where it matters to programs, else its number in digits. */
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

/** Who made the call; `proctitle` is the command line. */
export function processOf({ pid, ppid, identity }: SyscallRecord, proctitle: string | undefined): Process {
  return { pid, ppid, proctitle, identity }
}

/** Reads a SYSCALL record in the kernel's order of fields, which has not changed since 2.6 (kernel/auditsc.c). */
export function readSyscallRecord(record: LogRecord, identities: IdentityCache): SyscallRecord {
  return readUsualShape(record, identities) ?? readAnyShape(record, identities)
}

const ARCH = bytesOf(': arch=')
const SYSCALL = bytesOf(' syscall=')
const SUCCESS_YES = bytesOf(' success=yes exit=')
const SUCCESS_NO = bytesOf(' success=no exit=')
const A0 = bytesOf(' a0=')
const OTHER_ARGUMENTS = [' a1=', ' a2=', ' a3=', ' items='].map(bytesOf)
const PPID = bytesOf(' ppid=')
const PID = bytesOf(' pid=')
const AUID = bytesOf(' auid=')

/** All fields are there, and in order, as nearly always: text is decoded only of what follows the numbers. */
function readUsualShape(
  { bytes, body, end }: LogRecord,
  identities: IdentityCache,
): SyscallRecord | undefined {
  const cursor = new ByteCursor(bytes, body, end)
  if (body < 0 || !cursor.passes(ARCH)) return undefined
  const arch = cursor.hexadecimal()
  if (arch === undefined || !cursor.passes(SYSCALL)) return undefined
  const number = cursor.decimal()
  let success: boolean | undefined
  if (cursor.passes(SUCCESS_YES)) success = true
  else if (cursor.passes(SUCCESS_NO)) success = false
  const exit = success === undefined ? undefined : cursor.decimal()
  if (number === undefined || (success !== undefined && exit === undefined) || !cursor.passes(A0))
    return undefined
  const a0 = cursor.hexadecimal()
  for (const name of OTHER_ARGUMENTS) {
    if (!cursor.passes(name)) return undefined
    cursor.passValue()
  }
  if (!cursor.passes(PPID)) return undefined
  const ppid = cursor.decimal()
  if (!cursor.passes(PID)) return undefined
  const pid = cursor.decimal()
  const { at } = cursor
  if (a0 === undefined || ppid === undefined || pid === undefined || pid < 0 || ppid < 0) return undefined
  if (!cursor.passes(AUID)) return undefined
  const identity = identities.read(latin1(bytes, at, end))
  return { name: nameOf(arch, number) ?? String(number), success, exit, a0, pid, ppid, identity }
}

const SPACE = 0x20

/**
 * The pid of a SYSCALL record, without reading anything else; undefined where it has none, and NaN where this cannot be told so
 * simply.
 */
export function callerPid({ bytes, body, textEnd }: LogRecord): number | undefined {
  if (body < 0) return Number.NaN
  const cursor = new ByteCursor(bytes, body, textEnd)
  for (let at = body; at < textEnd; at++) {
    if (bytes[at] !== SPACE) continue
    cursor.at = at
    if (cursor.passes(PID)) return cursor.decimal() ?? Number.NaN
    if (cursor.passes(AUID)) return undefined
  }
  return undefined
}

function readAnyShape(record: LogRecord, identities: IdentityCache): SyscallRecord {
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
    name: writtenName(rawValue(text, ' arch=', from, to), rawValue(text, ' syscall=', from, to)),
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

function writtenName(arch: string | undefined, number: string | undefined): string {
  if (number === undefined) return '?'
  const word = decodeHexNumber(arch)
  return (word === undefined ? undefined : nameOf(word, Number(number))) ?? number
}

/** By the ELF words of machines, which are few. */
const names = new Map<number, ReadonlyMap<number, string>>()

/** The name of a system call that matters to programs, by the ELF word of its machine and its number. */
function nameOf(arch: number, number: number): string | undefined {
  const known = names.get(arch)
  if (known !== undefined) return known.get(number)
  const machine = machineFromElf(arch)
  if (machine === undefined) return undefined
  const found = new Map(Array.from(bpfSyscallNumbers(machine), ([name, own]) => [own, name]))
  names.set(arch, found)
  return found.get(number)
}
