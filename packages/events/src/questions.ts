/** What is often asked of an event. */
import type { AccountResolver } from '@ts-audit/auparse'
import { createEventJson, type EventJson } from '@ts-audit/format'
import type { AuditEvent } from './audit-event.ts'
import { decodeBase64 } from './text.ts'

/** The words of the command line that an event ran, from its EXECVE record, long ones put together; undefined without one. */
export function argv(event: AuditEvent): string[] | undefined {
  const { argv: words, argvBase64 } = event.toJSON()
  if (argvBase64 !== undefined) return argvBase64.map(decodeBase64)
  return words === undefined ? undefined : [...words]
}

/** Who a user or group is. */
export interface Account {
  /** Undefined when it is unset, as `auid` is before anybody has logged in. */
  readonly id: number | undefined
  /** As the log says it, else as the accounts that were given do; undefined where nothing says it. */
  readonly name: string | undefined
}

/** The user or group in the first field of a name, such as `auid`, `uid`, `gid`; undefined where the event has none. */
export function user(event: AuditEvent, name: string): Account | undefined {
  for (const record of event.records) {
    const text = record.get(name)
    if (text === undefined) continue
    const id = record.number(name)
    return {
      id,
      name: id === undefined || text === String(id) || text.startsWith('unknown(') ? undefined : text,
    }
  }
  return undefined
}

/** The event as data, with who did what to what where that can be put into words: the schema `ts-audit-event/1`. */
export function toJson(event: AuditEvent): EventJson {
  let make = makers.get(event.accounts)
  if (make === undefined) {
    make = createEventJson({ accounts: event.accounts, argv: true, normalise: true })
    makers.set(event.accounts, make)
  }
  return make(event.logEvent)
}

/** Making one takes longer than many an event. */
const makers = /* @__PURE__ */ new WeakMap<AccountResolver, ReturnType<typeof createEventJson>>()
