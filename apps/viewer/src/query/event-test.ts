/** A query that was read, as a test of events, and what the index alone can tell of it. */
import type { AccountResolver, InterpretContext } from '@ts-audit/auparse'
import { compileExpression } from '@ts-audit/auparse/expression'
import { compileCriteria, type Matcher } from '@ts-audit/ausearch'
import { createProgramTest } from '@ts-audit/bpf/search'
import type { AusearchOptions } from '@ts-audit/cli/search-options'
import type { OutputFormat } from '@ts-audit/format'
import type { EventInterest, LogEvent } from '@ts-audit/log'
import type { EventIndex } from '../log/event-index.ts'
import { UNKNOWN_TYPES } from '../log/type-sets.ts'
import { likelyTest } from './likely-events.ts'
import { both, type OrdinalTest } from './ordinal-test.ts'

/** What queries depend on besides the log. */
export interface TestSetting {
  /** The output that the events are for, where it interprets or is JSON: the command finds by it, too (spec 01 §5.3). */
  readonly output?: Pick<OutputFormat, 'interprets' | 'isUtf8'> | undefined
  readonly accounts: AccountResolver
  /** How values are interpreted; a context of its own for each test. */
  readonly interpret: () => InterpretContext
}

/** How events are found. */
export interface EventTest {
  /** Whether an event of the index is to be looked at; undefined where all are. */
  readonly mayMatch: OrdinalTest | undefined
  /** Whether an event that may match is worth to be looked at first; undefined where nothing is known of that. */
  readonly isLikely: OrdinalTest | undefined
  /** Whether an event matches. */
  readonly matches: (event: LogEvent) => boolean
  /** For a reader: the events among which those that match are; undefined for all, or where their order matters. */
  readonly interest: EventInterest | undefined
  /** Events that might have matched, had their fields been readable. */
  readonly skipped: Matcher['skipped']
  /** Whether the events must come in their order. */
  readonly isOrdered: boolean
  /** Whether an event asks for a user by name, which interpreted output depends on. */
  readonly namesUser: boolean
}

/** Compiles the options of a query. */
export function compileTest(options: AusearchOptions, index: EventIndex, setting: TestSetting): EventTest {
  const { criteria, bpf, expressions } = options
  const followsPrograms = bpf.progIds.length > 0
  const concernsBpf =
    followsPrograms || bpf.op !== undefined
      ? createProgramTest({ progIds: followsPrograms ? new Set(bpf.progIds) : undefined, op: bpf.op })
      : undefined
  const matcher = compileCriteria(criteria, {
    accounts: setting.accounts,
    interpretsSyscalls: setting.output?.interprets ?? false,
    needsFields: expressions.length === 0 && setting.output?.isUtf8 !== true,
    lenient: options.lenient,
    write: () => {},
  })
  const tests = expressions.map((expression) => compileExpression(expression, setting.interpret()))
  const inWindow = windowTest(options, index)
  // The history of programs goes by all events of the window.
  const hasType = followsPrograms ? undefined : typeTest(criteria.types, index)
  return {
    mayMatch: both(inWindow, hasType),
    isLikely: likelyTest(criteria, index),
    matches: (event) =>
      (concernsBpf === undefined || concernsBpf(event)) &&
      matcher.matches(event) &&
      tests.every((test) => test(event)),
    interest: followsPrograms ? undefined : matcher.interest,
    isOrdered: followsPrograms,
    skipped: matcher.skipped,
    namesUser: matcher.namesUser,
  }
}

function windowTest({ start, end }: AusearchOptions, index: EventIndex): OrdinalTest | undefined {
  if (start === undefined && end === undefined) return undefined
  return (ordinal) => {
    const seconds = Math.floor(index.times.at(ordinal))
    return seconds >= (start ?? Number.NEGATIVE_INFINITY) && seconds <= (end ?? Number.POSITIVE_INFINITY)
  }
}

function typeTest(types: readonly number[] | undefined, index: EventIndex): OrdinalTest | undefined {
  if (types === undefined || types.length === 0) return undefined
  const wanted = new Uint8Array(index.typeSets.size)
  for (let set = 0; set < wanted.length; set++) {
    const held = index.typeSets.types(set)
    wanted[set] = set === UNKNOWN_TYPES || held.some((type) => types.includes(type)) ? 1 : 0
  }
  return (ordinal) => wanted[index.types.at(ordinal)] === 1
}
