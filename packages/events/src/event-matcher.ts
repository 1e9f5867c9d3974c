/** Whether events fit queries; loaded, like what compiles them, when there is one. */
import type { AccountResolver } from '@ts-audit/auparse'
import { type Criteria, compileCriteria, parseEventIds } from '@ts-audit/ausearch'
import type { EventInterest, LogEvent } from '@ts-audit/log'
import type { CompiledQuery, NamedCall } from './query.ts'

/** All of some queries. */
export interface EventMatcher {
  /** What an event must hold to be looked at. */
  readonly interest: EventInterest | undefined
  matches(event: LogEvent): boolean
}

/**
 * A matcher of events that fit all queries.
 *
 * @throws {TypeError} when a system call of another machine than x86_64 is none
 */
export async function matcherOf(
  queries: readonly CompiledQuery[],
  accounts: AccountResolver,
): Promise<EventMatcher> {
  const environment = {
    accounts,
    preselected: queries.length === 1,
    needsFields: false,
    // A record that lacks a field fails the questions about that field alone.
    lenient: true,
    // Complaints about single values: the events are given as they are.
    write: () => {},
  }
  const calls = await Promise.all(queries.map(({ call }) => numberOf(call)))
  const matchers = queries.map(({ criteria, ids }, index) => {
    const events = ids === undefined ? undefined : parseEventIds(ids)
    const all = { ...criteria, ...calls[index], ...(events !== undefined && { events }) }
    return compileCriteria(all, environment)
  })
  return {
    interest: matchers.length === 1 ? matchers[0]?.interest : undefined,
    matches: (event) =>
      queries.every((query) => isInTime(query, event)) && matchers.every((matcher) => matcher.matches(event)),
  }
}

async function numberOf(call: NamedCall | undefined): Promise<Pick<Criteria, 'syscall' | 'arch'>> {
  if (call === undefined) return {}
  const { syscallNumber } = await import('@ts-audit/tables/syscalls')
  return call.criteria(syscallNumber(call.machine, call.name))
}

function isInTime({ start, end }: CompiledQuery, { seconds, milliseconds }: LogEvent): boolean {
  const time = seconds * 1000 + milliseconds
  return (start === undefined || time >= start) && (end === undefined || time <= end)
}
