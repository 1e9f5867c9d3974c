/** What fields mean to the schemas of others: the part that a name plays, wherever it stands. */
import { latin1 } from '@ts-audit/log/internal'
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

/** A name of a field, and what is known of it. */
export interface NameFacts {
  /** As written. */
  readonly text: string
  /** With `_` in place of `-`, as the schemas write names. */
  readonly plain: string
  /** Its place among {@link KNOWN_FIELDS}, or -1. */
  readonly known: number
  /** Whether the kernel quotes its values, and writes them in hexadecimal where they need it. */
  readonly isEncoded: boolean
  /** Its latest value, which is likely to come again. */
  latest: string
  /** Of a name whose values are ids: the latest one, and the account behind it. */
  latestId: string
  latestAccount: string | undefined
}

/** The place of each among them, for {@link EventFacts.value}. */
export const Field = Object.fromEntries(KNOWN_FIELDS.map((name, place) => [name, place])) as Readonly<
  Record<KnownField, number>
>

const places: ReadonlyMap<string, number> = new Map(KNOWN_FIELDS.map((name, place) => [name, place]))

/** What is known of a name. */
export function nameFacts(bytes: Uint8Array, start: number, end: number): NameFacts {
  const text = latin1(bytes, start, end)
  return {
    text,
    plain: text.replaceAll('-', '_'),
    known: places.get(text) ?? -1,
    isEncoded: isEncodedField(text),
    latest: '',
    latestId: '',
    latestAccount: undefined,
  }
}
