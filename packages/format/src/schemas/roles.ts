/** What fields mean to the schemas of others: the part that a name plays, wherever it stands. */
import { isEncodedField } from '@ts-audit/tables/event-schemas'

/** The fields that schemas have a place for; each is kept as the text of its first value. */
export const KNOWN_FIELDS = [
  ...[
    'arch',
    'syscall',
    'success',
    'exit',
    'pid',
    'ppid',
    'tty',
    'ses',
    'comm',
    'exe',
    'subj',
    'res',
    'result',
  ],
  ...['auid', 'uid', 'euid', 'suid', 'fsuid', 'gid', 'egid', 'sgid', 'fsgid'],
  ...[
    'op',
    'acct',
    'hostname',
    'addr',
    'terminal',
    'unit',
    'id',
    'grp',
    'proctitle',
    'cwd',
    'cmd',
    'name',
    'vm',
  ],
] as const

/** One of them. */
export type KnownField = (typeof KNOWN_FIELDS)[number]

/** What a name is in a PATH record. */
export type PathField = 'name' | 'item' | 'inode' | 'dev' | 'mode' | 'ouid' | 'ogid' | 'rdev' | 'nametype'

/** A name of a field, and what is known of it. */
export interface NameFacts {
  /** As written, as latin1. */
  readonly text: string
  /** With `_` in place of `-`, as the schemas write names. */
  readonly plain: string
  /** Its place among {@link KNOWN_FIELDS}, or -1. */
  readonly known: number
  /** Whether the kernel quotes its values, and writes them in hexadecimal where they need it. */
  readonly isEncoded: boolean
  /** Whether schemas have the meaning of its value rather than the value. */
  readonly isNamed: boolean
  readonly path: PathField | undefined
  /** Of a name whose values are ids: the accounts behind those that were seen. */
  accounts: Map<string, string | undefined> | undefined
}

/** The place of each among them, for {@link EventFacts.value}. */
export const Field = Object.fromEntries(KNOWN_FIELDS.map((name, place) => [name, place])) as Readonly<
  Record<KnownField, number>
>

const places: ReadonlyMap<string, number> = new Map(KNOWN_FIELDS.map((name, place) => [name, place]))
const NAMED: ReadonlySet<string> = new Set(['arch', 'syscall', 'uring_op'])
const pathFields: ReadonlyMap<string, PathField> = new Map(
  (['name', 'item', 'inode', 'dev', 'mode', 'ouid', 'ogid', 'rdev', 'nametype'] as const).map((name) => [
    name,
    name,
  ]),
)

/** What is known of a name. */
export function nameFacts(text: string): NameFacts {
  return {
    text,
    plain: text.replaceAll('-', '_'),
    known: places.get(text) ?? -1,
    isEncoded: isEncodedField(text),
    isNamed: NAMED.has(text),
    path: pathFields.get(text),
    accounts: undefined,
  }
}
