/** What to look for in a log: the criteria of `ts-ausearch` as one object. */
import type { Criteria } from '@ts-audit/ausearch'
import { Machine, type MachineNumber, parseArch } from '@ts-audit/tables/machines'
import { parseRecordType } from '@ts-audit/tables/record-types'
import { usualSyscallNumber } from '@ts-audit/tables/usual'
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

/** A system call of another machine than x86_64 by its name. */
export interface NamedCall {
  readonly machine: MachineNumber
  readonly name: string
  /**
   * What asks for it, once its number is known.
   *
   * @throws {TypeError} when it has none
   */
  readonly criteria: (number: number | undefined) => Pick<Criteria, 'syscall' | 'arch'>
}

/** A query as what the packages below ask. */
export interface CompiledQuery {
  readonly criteria: Criteria
  /** Ids as `parseEventIds` of `@ts-audit/ausearch` reads them, which is loaded when the log is read. */
  readonly ids: string | undefined
  /** A call whose machine's numbers are loaded when the log is read. */
  readonly call: NamedCall | undefined
  /** Milliseconds since 1970, both included. */
  readonly start: number | undefined
  readonly end: number | undefined
}

/** @throws {TypeError} when a value does not fit, or a word is none: a record type, a system call of x86_64, a machine, an id, a moment */
export function compileQuery(query: EventQuery): CompiledQuery {
  check(query)
  const { success, gid, pid, ppid, session } = query
  const machine = query.arch === undefined ? undefined : machineNamed(query.arch)
  const call =
    typeof query.syscall === 'string' ? callNamed(machine ?? Machine.x86_64, query.syscall) : undefined
  const ids = all(query.id)
  const types = all(query.messageType)
  const nodes = all(query.node)
  return {
    start: milliseconds(query.start, 'start'),
    end: milliseconds(query.end, 'end'),
    ids: ids.length > 0 ? idsNamed(ids) : undefined,
    call: call?.machine === Machine.x86_64 ? undefined : call,
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
      ...(typeof query.syscall === 'number' && { syscall: query.syscall }),
      ...(call?.machine === Machine.x86_64 && call.criteria(usualSyscallNumber(call.name))),
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

/** What a question takes. */
interface Kind {
  /** For a person. */
  readonly what: string
  readonly fits: (value: unknown) => boolean
}

/** The greatest id of 32 bits, which says that it is unset. */
const MOST = 0xffff_ffff

const isText = (value: unknown): boolean => typeof value === 'string'
const isId = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST

const TEXT: Kind = { what: 'a text', fits: isText }
const TEXTS: Kind = {
  what: 'a text or a list of texts',
  fits: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
}
const BOOLEAN: Kind = { what: 'true or false', fits: (value) => typeof value === 'boolean' }
const MOMENT: Kind = { what: 'a Date or a text', fits: (value) => isText(value) || value instanceof Date }
const ID: Kind = { what: `a whole number from 0 to ${MOST}, which is unset`, fits: isId }
const NAME_OR_ID: Kind = {
  what: `a name, or a whole number from 0 to ${MOST}, which is unset`,
  fits: (value) => isText(value) || isId(value),
}
const INTEGER: Kind = { what: 'a whole number', fits: Number.isSafeInteger }
const CALL: Kind = {
  what: 'the name or number of a system call',
  fits: (value) => isText(value) || (Number.isSafeInteger(value) && Number(value) >= 0),
}

const KINDS: Readonly<Record<keyof EventQuery, Kind>> = {
  id: TEXTS,
  messageType: TEXTS,
  start: MOMENT,
  end: MOMENT,
  success: BOOLEAN,
  node: TEXTS,
  auid: NAME_OR_ID,
  uid: NAME_OR_ID,
  euid: NAME_OR_ID,
  user: NAME_OR_ID,
  gid: ID,
  pid: ID,
  ppid: ID,
  session: ID,
  syscall: CALL,
  arch: TEXT,
  exit: INTEGER,
  exe: TEXT,
  comm: TEXT,
  file: TEXT,
  key: TEXT,
  host: TEXT,
  terminal: TEXT,
  exact: BOOLEAN,
}

/** Whoever writes JavaScript, or reads a query from a form, is told what does not fit: it would find nothing, or too much. */
function check(query: unknown): void {
  if (typeof query !== 'object' || query === null)
    throw new TypeError(`where() takes an object such as { messageType: 'USER_LOGIN', success: false }`)
  for (const [name, value] of Object.entries(query)) {
    if (!Object.hasOwn(KINDS, name)) {
      const known = Object.keys(KINDS).join(', ')
      throw new TypeError(`where() does not know ${JSON.stringify(name)}: it takes ${known}`)
    }
    const { what, fits } = KINDS[name as keyof EventQuery]
    if (value !== undefined && !fits(value))
      throw new TypeError(`where(): ${name} is ${what}, was ${String(value)}`)
  }
}

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
const EVENT_ID = /^(?:\d{1,15}\.\d{3}:)?(\d{1,10})$/

function isEventId(id: string): boolean {
  const slash = id.lastIndexOf('/')
  const serial = EVENT_ID.exec(id.slice(slash + 1))?.[1]
  return serial !== undefined && Number(serial) <= MOST && slash !== 0 && !id.includes(',')
}

function machineNamed(name: string): MachineNumber {
  const machine = parseArch(name, Machine.x86_64)
  if (machine === undefined) throw new TypeError(`No machine is named ${JSON.stringify(name)}`)
  return machine
}

/** A name is a number of one machine, so that machine is asked for, too. */
function callNamed(machine: MachineNumber, name: string): NamedCall {
  const criteria: NamedCall['criteria'] = (number) => {
    if (number === undefined) throw new TypeError(`No system call is named ${JSON.stringify(name)}`)
    return { syscall: number, arch: machine }
  }
  return { machine, name, criteria }
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
