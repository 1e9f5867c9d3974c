/** Values as reports print them: dates, users, syscalls, record types (spec 05 §6). */
import type { LogEvent } from '@ts-audit/log'
import { machineFromElf } from '@ts-audit/tables/machines'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { syscallName } from '@ts-audit/tables/syscalls'
import type { ValueContext } from './context.ts'
import { EnrichedNames } from './enriched-names.ts'

/** Printed where a record type has no name. */
export const NO_NAME = '(null)'
/** The audit uid of a process without a login. */
const UNSET_ID = 0xffff_ffff
/** Names are cut to this many bytes (spec 05 §6.2). */
const LONGEST_USER = 63
/** How many texts are kept; with more distinct ids than this, some are looked up again. */
const KEPT_TEXTS = 4096

/** Makes texts of values and remembers the recent ones. */
export class ValueTexts {
  readonly interpret: boolean
  readonly #context: ValueContext
  readonly #users = new Map<number, string>()
  readonly #syscalls = new Map<number, Map<number, string>>()
  #second = Number.NaN
  #date = ''
  /** What the log itself says of the users of the event that is looked at. */
  readonly #enriched: EnrichedNames | undefined

  constructor(context: ValueContext) {
    this.#context = context
    this.interpret = context.interpret
    this.#enriched = context.enrichedNames && context.interpret ? new EnrichedNames() : undefined
  }

  /** An event is looked at: its own names count, where they are wanted. */
  see(event: LogEvent): void {
    this.#enriched?.see(event)
  }

  /** Local date and time of an event, `?` when it has none. */
  date(event: Pick<LogEvent, 'seconds' | 'exact'>): string {
    if (event.exact !== undefined) return this.#context.formatTime(event.exact.seconds) ?? '?'
    if (event.seconds !== this.#second) {
      this.#second = event.seconds
      this.#date = this.#context.formatTime(event.seconds) ?? '?'
    }
    return this.#date
  }

  /** A user id: the account's name with `-i`, else the number as C's signed int shows it. */
  user(id: number): string {
    if (!this.interpret) return String(id | 0)
    const enriched = this.#enriched?.user(id)
    if (enriched !== undefined) return enriched.slice(0, LONGEST_USER)
    const known = this.#users.get(id)
    if (known !== undefined) return known
    if (this.#users.size >= KEPT_TEXTS) this.#users.clear()
    const text = this.#userName(id)
    this.#users.set(id, text)
    return text
  }

  /** A group id: the group's name with `-i`, else the number. */
  group(id: number): string {
    if (!this.interpret) return String(id | 0)
    const name = this.#enriched?.group(id) ?? this.#context.accounts.groupName(id)
    return name?.slice(0, LONGEST_USER) ?? `unknown(${id | 0})`
  }

  /** A syscall: its name with `-i` (`?` where the machine is not known), else the number. */
  syscall(arch: number, number: number): string {
    if (!this.interpret) return String(number)
    let names = this.#syscalls.get(arch)
    const known = names?.get(number)
    if (known !== undefined) return known
    const machine = machineFromElf(arch)
    if (machine === undefined) return '?'
    const name = syscallName(machine, number)
    if (name === undefined) return String(number)
    if (names === undefined) {
      names = new Map()
      this.#syscalls.set(arch, names)
    }
    names.set(number, name)
    return name
  }

  /** A record type's name, {@link NO_NAME} for one that has none. */
  type(type: number): string {
    return recordTypeName(type) ?? NO_NAME
  }

  #userName(id: number): string {
    if (id === UNSET_ID) return 'unset'
    return this.#context.accounts.userName(id)?.slice(0, LONGEST_USER) ?? `unknown(${id | 0})`
  }
}
