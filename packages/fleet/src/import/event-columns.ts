/** Where the values of an event stand in its row of `events`, and which fields they are read from. */
import { eventsTable } from '../schema/events-table.ts'

/** The number of a column in a row. */
const AT: ReadonlyMap<string, number> = new Map(
  eventsTable.columns.map(({ name }, index) => [name, index] as const),
)
function columnOf(name: string): number {
  const index = AT.get(name)
  if (index === undefined) throw new Error(`events has no column ${name}`)
  return index
}

export const NODE = columnOf('node')
export const BOOT_ID = columnOf('boot_id')
export const TS = columnOf('ts')
export const SERIAL = columnOf('serial')
export const KIND = columnOf('kind')
export const ACTION = columnOf('action')
export const TYPES = columnOf('types')
export const MAIN_TYPE = columnOf('main_type')
export const RESULT = columnOf('result')
export const HAS_SYSCALL = columnOf('has_syscall')
export const ARCH = columnOf('arch')
export const SYSCALL = columnOf('syscall')
export const EXIT = columnOf('exit')
export const ERRNO = columnOf('errno')
export const CWD = columnOf('cwd')
export const PROCTITLE = columnOf('proctitle')
export const ARGV = columnOf('argv')
export const KEYS = columnOf('keys')
export const PATHS = columnOf('paths')
export const ADDR = columnOf('addr')
export const PORT = columnOf('port')
export const FAMILY = columnOf('family')
export const DIRECTION = columnOf('direction')
export const MSG_RES = columnOf('msg_res')
export const BPF = columnOf('bpf')
export const SOURCE = columnOf('source')
export const SOURCE_EVENT = columnOf('source_event')
export const NAMES_NODE = columnOf('names_node')
export const ODD_ID = columnOf('odd_id')

const ids = ['auid', 'uid', 'euid', 'suid', 'fsuid', 'gid', 'egid', 'sgid', 'fsgid', 'ses']
const numbers = ['pid', 'ppid']
const words = ['a0', 'a1', 'a2', 'a3']
/** Texts that the kernel writes in quotes or as hexadecimal digits. */
const encoded = ['comm', 'exe', 'acct', 'cmd']
/** Texts that are written as they are. */
const plain = ['tty', 'subj', 'op', 'unit', 'terminal', 'hostname']

/** Where a field of a SYSCALL or user record goes, and how it is read. */
export type Reading = 'id' | 'number' | 'word' | 'encoded' | 'plain'
const fieldsRead: readonly (readonly [readonly string[], Reading])[] = [
  [ids, 'id'],
  [numbers, 'number'],
  [words, 'word'],
  [encoded, 'encoded'],
  [plain, 'plain'],
]
export const readings: ReadonlyMap<string, readonly [number, Reading]> = new Map(
  fieldsRead.flatMap(([columns, reading]) =>
    columns.map((name): [string, [number, Reading]] => [name, [columnOf(name), reading]]),
  ),
)

/** Names that auditd's ENRICHED format adds. */
export const names: readonly (readonly [string, number])[] = [
  [' AUID="', columnOf('auid_name')],
  [' UID="', columnOf('uid_name')],
  [' EUID="', columnOf('euid_name')],
]

/** What a list holds that is empty; the same array, so that it need not be made for every event. */
export const NONE: readonly never[] = []

/** Of an event of which nothing is known. */
export const EMPTY_ROW: readonly unknown[] = eventsTable.columns.map(({ name, type }) =>
  name === 'has_syscall' ? false : typeof type === 'string' ? null : NONE,
)

export type Row = unknown[]
