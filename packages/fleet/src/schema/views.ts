/**
 * Views that every engine makes in its own words, so that reports have the same text on all of them: lists as rows.
 * They are made of `events` alone.
 */
export interface ListView {
  readonly name: string
  /** The list column of `events` whose members are its rows. */
  readonly list: 'keys' | 'types' | 'paths' | 'bpf'
  /** How its column is called, for a list of scalars; a list of structures gives a column for each member. */
  readonly member?: string
  readonly about: string
}

/** Columns of `events` that each of the views has too, before those of the list. */
export const LIST_VIEW_COLUMNS = [
  'event_id',
  'node',
  'ts',
  'serial',
  'main_type',
  'syscall',
  'result',
  'pid',
  'auid',
  'uid',
  'exe',
  'comm',
  'auid_name',
  'cwd',
  'a1',
  'a2',
] as const

export const listViews: readonly ListView[] = [
  { name: 'event_keys', list: 'keys', member: 'key', about: 'a row for each key of each event' },
  { name: 'event_types', list: 'types', member: 'type', about: 'a row for each record of each event' },
  { name: 'event_paths', list: 'paths', about: 'a row for each file that an event names' },
  { name: 'event_bpf', list: 'bpf', about: 'a row for each load and unload of a BPF program' },
]
