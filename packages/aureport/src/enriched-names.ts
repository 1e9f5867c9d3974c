/** The names of users that an enriched log carries, matched to the ids of the same record by their position. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { typeSet } from './type-set.ts'

/** `AUID="alice"`; auditd writes names without a quote in them. */
const NAME = /([A-Z-]{2,12})="([^"]*)"/g
/** In these records `id=` is a group's. */
const GROUPS = typeSet(
  RecordType.ADD_GROUP,
  RecordType.DEL_GROUP,
  RecordType.GRP_MGMT,
  RecordType.GRP_CHAUTHTOK,
)

/** Users and groups of an event. */
interface Names {
  readonly users: Map<number, string>
  readonly groups: Map<number, string>
}

/** Names of the event that was seen last; read only when one is asked for. */
export class EnrichedNames {
  #event: LogEvent | undefined
  #names: Names | undefined

  see(event: LogEvent): void {
    this.#event = event
    this.#names = undefined
  }

  /** The name that the event has for a user id; undefined for none. */
  user(id: number): string | undefined {
    this.#names ??= namesOf(this.#event)
    return this.#names.users.get(id)
  }

  /** As {@link user}, for a group id. */
  group(id: number): string | undefined {
    this.#names ??= namesOf(this.#event)
    return this.#names.groups.get(id)
  }
}

function namesOf(event: LogEvent | undefined): Names {
  const names: Names = { users: new Map(), groups: new Map() }
  for (const record of event?.records ?? []) if (record.textEnd < record.end) addNames(record, names)
  return names
}

/** The third `UID` names the third `uid=`. */
function addNames({ bytes, start, textEnd, end, type }: LogRecord, names: Names): void {
  const text = latin1(bytes, start, textEnd)
  const positions = new Map<string, number>()
  for (const [, field = '', name = ''] of latin1(bytes, textEnd + 1, end).matchAll(NAME)) {
    const isGroup = field.endsWith('GID') || (field === 'ID' && GROUPS.has(type))
    if (!isGroup && field !== 'ID' && !field.endsWith('UID')) continue
    const wanted = `${field.toLowerCase()}=`
    const at = fieldAt(text, wanted, positions.get(wanted) ?? 0)
    if (at < 0) continue
    positions.set(wanted, at)
    const digits = /^\d{1,10}/.exec(text.slice(at, at + 10))?.[0]
    const known = isGroup ? names.groups : names.users
    if (digits !== undefined && !known.has(Number(digits))) known.set(Number(digits), name)
  }
}

/** Where the value begins of the next field of that name, which no letter stands before; -1 for none. */
function fieldAt(text: string, field: string, from: number): number {
  for (let at = text.indexOf(field, from); at >= 0; at = text.indexOf(field, at + 1)) {
    if (at === 0 || !/[a-z_-]/.test(text.charAt(at - 1))) return at + field.length
  }
  return -1
}
