/** What to look for in a log: the criteria of `ts-ausearch` as one object. */
import type { Criteria } from '@ts-audit/ausearch'
import { Machine, type MachineNumber, parseArch } from '@ts-audit/tables/machines'
import { parseRecordType } from '@ts-audit/tables/record-types'
import { syscallNumber } from '@ts-audit/tables/syscalls'
import { asBytes } from './text.ts'

/** A moment: a Date, or a text that Date reads, such as `2026-11-28T10:00:00Z`. */
export type Moment = Date | string

/** A user by name or by number. */
export type UserQuery = string | number

/** All that is given must hold. Texts need only be contained, unless `exact` is set. */
export interface EventQuery {
  /** Ids of events, as `event.id` has them. */
  readonly id?: string | readonly string[]
  /** Names of record types, one of which is in the event: `USER_LOGIN`. */
  readonly messageType?: string | readonly string[]
  /** Not before this moment. */
  readonly start?: Moment
  /** Not after this moment. */
  readonly end?: Moment
  /** Whether what happened succeeded. */
  readonly success?: boolean
  /** Names of hosts, of which it is one. */
  readonly node?: string | readonly string[]
  /** The user who logged in. */
  readonly auid?: UserQuery
  readonly uid?: UserQuery
  readonly euid?: UserQuery
  /** Any of `uid`, `euid` and `auid`. */
  readonly user?: UserQuery
  readonly gid?: number
  readonly pid?: number
  readonly ppid?: number
  readonly session?: number
  /** A system call by name or number. */
  readonly syscall?: string | number
  /** The machine whose system calls are meant, such as `aarch64`; x86_64 where there is none. */
  readonly arch?: string
  readonly exit?: number
  readonly exe?: string
  readonly comm?: string
  /** A file of the event, or its directory. */
  readonly file?: string
  readonly key?: string
  readonly host?: string
  readonly terminal?: string
  /** Texts must be equal. */
  readonly exact?: boolean
}

/** A query as what the packages below ask. */
export interface CompiledQuery {
  readonly criteria: Criteria
  /** Ids as `parseEventIds` of `@ts-audit/ausearch` reads them, which is loaded when the log is read. */
  readonly ids: string | undefined
  /** Milliseconds since 1970, both included. */
  readonly start: number | undefined
  readonly end: number | undefined
}

/** @throws {TypeError} when a word in it is none: a record type, a system call, a machine, an id, a moment */
export function compileQuery(query: EventQuery): CompiledQuery {
  for (const name of Object.keys(query)) {
    if (!KNOWN.has(name))
      throw new TypeError(`where() does not know ${JSON.stringify(name)}: it takes ${[...KNOWN].join(', ')}`)
  }
  const { success, gid, pid, ppid, session } = query
  const machine = query.arch === undefined ? undefined : machineNamed(query.arch)
  const ids = all(query.id)
  const types = all(query.messageType)
  const nodes = all(query.node)
  return {
    start: milliseconds(query.start, 'start'),
    end: milliseconds(query.end, 'end'),
    ids: ids.length > 0 ? idsNamed(ids) : undefined,
    criteria: {
      ...(types.length > 0 && { types: types.map(typeNamed) }),
      ...(nodes.length > 0 && { nodes: nodes.map(asBytes) }),
      ...(success !== undefined && { success }),
      ...(gid !== undefined && { gid }),
      ...(pid !== undefined && { pid }),
      ...(ppid !== undefined && { ppid }),
      ...(session !== undefined && { session }),
      ...(machine !== undefined && { arch: machine }),
      ...(query.exit !== undefined && { exit: BigInt(query.exit) }),
      ...(query.syscall !== undefined && syscallNamed(query.syscall, machine)),
      ...user('auid', query.auid),
      ...user('uid', query.uid),
      ...user('euid', query.euid),
      ...user('anyUid', query.user),
      ...text('executable', query.exe),
      ...text('comm', query.comm),
      ...text('file', query.file),
      ...text('key', query.key),
      ...text('host', query.host),
      ...text('terminal', query.terminal),
      ...(query.exact === true && { wholeWord: true }),
    },
  }
}

const KNOWN: ReadonlySet<string> = new Set<keyof EventQuery>([
  ...([
    'id',
    'messageType',
    'start',
    'end',
    'success',
    'node',
    'auid',
    'uid',
    'euid',
    'user',
    'gid',
    'pid',
  ] as const),
  ...([
    'ppid',
    'session',
    'syscall',
    'arch',
    'exit',
    'exe',
    'comm',
    'file',
    'key',
    'host',
    'terminal',
    'exact',
  ] as const),
])

function all(words: string | readonly string[] | undefined): readonly string[] {
  return words === undefined ? [] : typeof words === 'string' ? [words] : words
}

function milliseconds(moment: Moment | undefined, name: string): number | undefined {
  if (moment === undefined) return undefined
  const time = new Date(moment).getTime()
  if (Number.isNaN(time)) throw new TypeError(`${name} is no moment: ${JSON.stringify(moment)}`)
  return time
}

function typeNamed(name: string): number {
  const type = parseRecordType(name)
  if (type < 0) throw new TypeError(`No record type is named ${JSON.stringify(name)}`)
  return type
}

function idsNamed(ids: readonly string[]): string {
  if (ids.every(isEventId)) return asBytes(ids.join(','))
  throw new TypeError(`No ids of events: ${JSON.stringify(ids)}`)
}

/** `[NODE/][SECONDS.MMM:]SERIAL`, a serial number of 32 bits. */
const ID = /^(?:\d{1,15}\.\d{3}:)?(\d{1,10})$/

function isEventId(id: string): boolean {
  const slash = id.lastIndexOf('/')
  const serial = ID.exec(id.slice(slash + 1))?.[1]
  return serial !== undefined && Number(serial) <= 0xffff_ffff && slash !== 0 && !id.includes(',')
}

function machineNamed(name: string): MachineNumber {
  const machine = parseArch(name, Machine.x86_64)
  if (machine === undefined) throw new TypeError(`No machine is named ${JSON.stringify(name)}`)
  return machine
}

/** A name is a number of one machine, so that machine is asked for, too. */
function syscallNamed(
  call: string | number,
  machine: MachineNumber = Machine.x86_64,
): Pick<Criteria, 'syscall' | 'arch'> {
  if (typeof call === 'number') return { syscall: call }
  const number = syscallNumber(machine, call)
  if (number === undefined) throw new TypeError(`No system call is named ${JSON.stringify(call)}`)
  return { syscall: number, arch: machine }
}

function user<Name extends 'auid' | 'uid' | 'euid' | 'anyUid'>(
  name: Name,
  query: UserQuery | undefined,
): Pick<Criteria, Name> | object {
  if (query === undefined) return {}
  return { [name]: typeof query === 'number' ? { id: query } : { name: asBytes(query) } }
}

function text<Name extends 'executable' | 'comm' | 'file' | 'key' | 'host' | 'terminal'>(
  name: Name,
  query: string | undefined,
): Pick<Criteria, Name> | object {
  return query === undefined ? {} : { [name]: asBytes(query) }
}
