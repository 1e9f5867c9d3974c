/** Says what an event that is no LOAD or UNLOAD means as a step: by its system call, or by its record. */
import type { LogRecord } from '@ts-audit/log'
import { bpfCommandName } from '@ts-audit/tables/bpf'
import * as RecordType from '@ts-audit/tables/record-type'
import type { StepKind } from '../fields/story.ts'
import {
  type ArguedCall,
  attachesToPerfEvent,
  attachingOption,
  isNetlinkMessage,
  isPacketSocket,
  resolveSocketcall,
} from '../records/attach-call.ts'
import { type CallArguments, callArguments } from '../records/call-arguments.ts'
import { targetPid } from '../records/path-record.ts'
import { signalOf } from '../records/signal.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import { execveText, plainOf, type RawFields, rawFields, shortened, textOf } from './record-text.ts'

/** What a step says by itself; when and by whom is added. Text is latin1. */
export interface StepMeaning {
  readonly kind: StepKind
  readonly what: string
  readonly success?: boolean | undefined
  /** The process that a signal went to. */
  readonly target?: number
  /** It only matters of a process that has used bpf(2). */
  readonly ofBpfUsers?: true
}

const PROG_LOAD = 5

/** What commands of bpf(2) do (include/uapi/linux/bpf.h); look-ups and maps are steps of the kind `bpf`. */
const KINDS: ReadonlyMap<string, StepKind> = new Map([
  ['OBJ_PIN', 'pin'],
  ['PROG_ATTACH', 'attach'],
  ['LINK_CREATE', 'attach'],
  ['LINK_UPDATE', 'attach'],
  ['RAW_TRACEPOINT_OPEN', 'attach'],
  ['PROG_DETACH', 'detach'],
  ['LINK_DETACH', 'detach'],
])
/** Commands that every loader makes by the dozen, about maps and types: they tell nothing of what it does. */
const EVERYDAY: ReadonlySet<string> = new Set([
  'MAP_CREATE',
  'MAP_LOOKUP_ELEM',
  'MAP_UPDATE_ELEM',
  'MAP_DELETE_ELEM',
  'MAP_GET_NEXT_KEY',
  'MAP_FREEZE',
  'MAP_LOOKUP_BATCH',
  'MAP_UPDATE_BATCH',
  'BTF_LOAD',
  'BTF_GET_FD_BY_ID',
  'OBJ_GET_INFO_BY_FD',
  'PROG_BIND_MAP',
])

/** The path that a step of a call is about, with what became of it there. */
interface NamedPath {
  readonly path: string
  readonly nametype: string
}

/** What a system call means; undefined for those that a story does not tell. */
export function callMeaning(
  call: SyscallRecord,
  records: readonly LogRecord[],
  syscall: LogRecord,
): StepMeaning | undefined {
  const { name, success } = call
  if (name === 'bpf') return bpfMeaning(call, records)
  if (name === 'execve' || name === 'execveat') {
    const execve = records.find(({ type }) => type === RecordType.EXECVE)
    return execve === undefined
      ? undefined
      : { kind: 'command', what: execveText(rawFields(execve)), success }
  }
  if (name === 'exit_group') return { kind: 'exit', what: `exit_group(${call.a0 ?? ''})`, ofBpfUsers: true }
  if (name === 'socketcall') {
    const inner = resolveSocketcall(syscall, records)
    return inner === undefined ? undefined : attachMeaning(inner, success, records)
  }
  if (ATTACHING.has(name)) return attachMeaning({ name, arguments: callArguments(syscall) }, success, records)
  if (SIGNALS.has(name)) return signalMeaning(call, callArguments(syscall), records)
  return moduleMeaning(call, records) ?? fileMeaning(call, records)
}

function bpfMeaning({ a0, success }: SyscallRecord, records: readonly LogRecord[]): StepMeaning | undefined {
  const hasProgram = records.some(({ type }) => type === RecordType.BPF)
  const command = (a0 === undefined ? undefined : bpfCommandName(a0, { newer: true }))?.slice('BPF_'.length)
  if (a0 === PROG_LOAD) {
    // A load with a record is told by the program.
    if (hasProgram) return undefined
    const what = success === false ? 'a load that failed' : 'a program of unknown id: no BPF record'
    return { kind: 'load', what, success }
  }
  if (command !== undefined && EVERYDAY.has(command)) return undefined
  const named = pathsIn(records).find(({ nametype }) => nametype !== 'PARENT')
  const kind = (command === undefined ? undefined : KINDS.get(command)) ?? 'bpf'
  const path = named === undefined ? '' : ` ${named.path}`
  return { kind, what: `${command ?? `bpf(${a0 ?? ''})`}${path}`, success }
}

/** Calls that may attach programs, or make a socket that sees packets. */
const ATTACHING: ReadonlySet<string> = new Set([
  'setsockopt',
  'socket',
  'ioctl',
  'sendto',
  'sendmsg',
  'sendmmsg',
])

function attachMeaning(
  { name, arguments: given }: ArguedCall,
  success: boolean | undefined,
  records: readonly LogRecord[],
): StepMeaning | undefined {
  if (name === 'socket') {
    return isPacketSocket(given) ? { kind: 'socket', what: 'socket of AF_PACKET', success } : undefined
  }
  if (name === 'setsockopt') {
    const option = attachingOption(given)
    return option === undefined ? undefined : { kind: 'socket', what: option, success }
  }
  if (name === 'ioctl') {
    return attachesToPerfEvent(given)
      ? { kind: 'attach', what: 'PERF_EVENT_IOC_SET_BPF', success }
      : undefined
  }
  return isNetlinkMessage(records)
    ? {
        kind: 'attach',
        what: 'a netlink message to the kernel, which may attach a program',
        success,
        ofBpfUsers: true,
      }
    : undefined
}

const SIGNALS: ReadonlySet<string> = new Set(['kill', 'tkill', 'tgkill', 'pidfd_send_signal'])

function signalMeaning(
  { name, success }: SyscallRecord,
  given: CallArguments,
  records: readonly LogRecord[],
): StepMeaning {
  const record = records.find(({ type }) => type === RecordType.OBJ_PID)
  const comm = record === undefined ? undefined : textOf(rawFields(record), 'ocomm')
  const [first, second] = given
  const argument = name === 'tgkill' ? second : first
  const target =
    (record === undefined ? undefined : targetPid(record)) ??
    (argument === undefined ? undefined : argument | 0)
  const whom = `process ${target ?? '?'}${comm === undefined ? '' : ` (${comm})`}`
  return {
    kind: 'signal',
    what: `signal ${signalOf(name, given) ?? '?'} to ${whom}`,
    success,
    ...(target !== undefined && target > 0 && { target }),
  }
}

/** init_module(2), finit_module(2) and delete_module(2), which leave the name of the module. */
function moduleMeaning(
  { name, success }: SyscallRecord,
  records: readonly LogRecord[],
): StepMeaning | undefined {
  const record = records.find(({ type }) => type === RecordType.KERN_MODULE)
  const module = record === undefined ? undefined : textOf(rawFields(record), 'name')
  if (module === undefined) return undefined
  const done = name === 'delete_module' ? 'removed' : 'loaded'
  return { kind: 'module', what: shortened(`${done} kernel module ${module}`), success }
}

/** Files that were made or removed, and those that a rule watches. */
function fileMeaning(
  { success, identity }: SyscallRecord,
  records: readonly LogRecord[],
): StepMeaning | undefined {
  const paths = pathsIn(records)
  const made = paths.find(({ nametype }) => nametype === 'CREATE')
  const removed = paths.find(({ nametype }) => nametype === 'DELETE')
  if (made !== undefined && removed !== undefined) {
    return { kind: 'file', what: `renamed ${removed.path} to ${made.path}`, success }
  }
  if (made !== undefined) return { kind: 'file', what: `made ${made.path}`, success }
  if (removed !== undefined) return { kind: 'file', what: `removed ${removed.path}`, success }
  const watched = identity.key === undefined ? undefined : paths.find(({ nametype }) => nametype === 'NORMAL')
  return watched === undefined ? undefined : { kind: 'file', what: `used ${watched.path}`, success }
}

function pathsIn(records: readonly LogRecord[]): readonly NamedPath[] {
  const paths: NamedPath[] = []
  for (const record of records) {
    if (record.type !== RecordType.PATH || paths.length === 16) continue
    const fields = rawFields(record)
    const path = textOf(fields, 'name')
    if (path !== undefined) paths.push({ path: shortened(path), nametype: fields.get('nametype') ?? '' })
  }
  return paths
}

/** What a record without a system call means. */
export function recordMeaning(type: number, fields: RawFields): StepMeaning | undefined {
  return meanings.get(type)?.(fields)
}

const meanings = new Map<number, (fields: RawFields) => StepMeaning | undefined>([
  [
    RecordType.LOGIN,
    (fields) => ({
      kind: 'login',
      what: `session ${fields.get('ses') ?? '?'} begins`,
      success: fields.get('res') !== '0',
    }),
  ],
  [RecordType.USER_LOGIN, (fields) => sessionMeaning('login', 'login', fields)],
  [RecordType.USER_LOGOUT, (fields) => sessionMeaning('logout', 'logout', fields)],
  [RecordType.USER_START, (fields) => sessionMeaning('login', 'session opened', fields)],
  [RecordType.USER_END, (fields) => sessionMeaning('logout', 'session closed', fields)],
  [RecordType.USER_CMD, commandMeaning],
  [RecordType.CONFIG_CHANGE, changeMeaning],
  [RecordType.DAEMON_END, () => ({ kind: 'audit', what: 'auditd was stopped' })],
  [RecordType.DAEMON_ABORT, () => ({ kind: 'audit', what: 'auditd stopped on an error' })],
])

/** The types of the records that are told. */
export function isToldRecord(type: number): boolean {
  return meanings.has(type)
}

function sessionMeaning(kind: 'login' | 'logout', word: string, fields: RawFields): StepMeaning {
  const acct = textOf(fields, 'acct')
  const from = plainOf(fields, 'addr') ?? plainOf(fields, 'hostname')
  const terminal = plainOf(fields, 'terminal')
  const parts = [
    word,
    acct === undefined ? '' : ` of ${acct}`,
    from === undefined ? '' : ` from ${from}`,
    terminal === undefined ? '' : ` on ${terminal}`,
  ]
  return { kind, what: shortened(parts.join('')), ...resultOf(fields) }
}

function commandMeaning(fields: RawFields): StepMeaning {
  const cwd = textOf(fields, 'cwd')
  const where = cwd === undefined ? '' : ` (in ${cwd})`
  return { kind: 'command', what: shortened(`${textOf(fields, 'cmd') ?? '?'}${where}`), ...resultOf(fields) }
}

function changeMeaning(fields: RawFields): StepMeaning | undefined {
  const result = resultOf(fields)
  const enabled = fields.get('audit_enabled')
  if (enabled !== undefined) return { kind: 'audit', what: `audit_enabled=${enabled}`, ...result }
  // Kernels before 4.x quote the operation, and write two words.
  const op = (fields.get('op') ?? '').replaceAll('"', '').replace(' ', '_')
  if (op === '') return undefined
  const key = textOf(fields, 'key')
  const list = fields.get('list') === EXCLUDE ? ' of the list of excluded records' : ''
  return {
    kind: 'audit',
    what: shortened(`${op}${list}${key === undefined ? '' : `, key ${key}`}`),
    ...result,
  }
}

/** AUDIT_FILTER_EXCLUDE (include/uapi/linux/audit.h). */
const EXCLUDE = '5'

function resultOf(fields: RawFields): { readonly success?: boolean } {
  const res = plainOf(fields, 'res')
  if (res === undefined) return {}
  return { success: res === 'success' || res === '1' || res === 'yes' }
}
