/** Criteria compiled once into a test of events (spec 01 §6). */
import type { AccountResolver } from '@ts-audit/auparse'
import {
  createExtractor,
  type ExtractionHooks,
  noSteps,
  SearchAttributes,
  SkippedEvents,
  searchedTypes,
} from '@ts-audit/auparse/search'
import type { EventInterest, LogEvent } from '@ts-audit/log'
import { InterestMarks } from '@ts-audit/log/internal'
import { machineFromElf } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { activeSteps } from './active-steps.ts'
import type { AttributeTest } from './attribute-test.ts'
import type { Criteria } from './criteria.ts'
import { criteriaInterest } from './criteria-interest.ts'
import { eventIdTest } from './event-ids.ts'
import { createTextFilter } from './text-filter.ts'
import { textTests } from './text-tests.ts'
import { groupTest, userTest } from './user-tests.ts'

/** What compiled criteria need besides the criteria. */
export interface MatchEnvironment extends ExtractionHooks {
  /** Names of users, for criteria given by name. */
  readonly accounts: Pick<AccountResolver, 'userName'>
  /** The output interprets syscalls, so an event without a readable arch does not match (spec 01 §5.3). */
  readonly interpretsSyscalls?: boolean | undefined
  /**
   * False where something else chooses events, too: then one whose fields cannot be read may match, if no criterion asks
   * for a field. So it is with whole event ids, and with a serial number where output is not interpreted.
   */
  readonly needsFields?: boolean | undefined
  /** The events come from a reader with {@link Matcher.interest}: they need not be looked through for texts again. */
  readonly preselected?: boolean | undefined
  /** A field that cannot be read fails the criteria that ask for it, and no others. */
  readonly lenient?: boolean | undefined
}

/** Compiled criteria. */
export interface Matcher {
  /** Whether an event is selected; its records stay unchanged except for the marks of spec 01 §5.5. */
  matches(event: LogEvent): boolean
  /** For the reader: the events among which those that match are; undefined for all. */
  readonly interest: EventInterest | undefined
  /**
   * Where nothing is asked for: the types of the records in which something is looked at all the same, because what cannot be read
   * never matches, and because the search leaves marks in some. All events without such a record match.
   */
  readonly openTypes: readonly number[] | undefined
  /** A user was asked for by name, which has a side effect on interpreted output (spec 02 §5.4). */
  readonly namesUser: boolean
  /** Events that fit as far as types and bytes tell, and did not match because a field could not be read. */
  readonly skipped: Pick<SkippedEvents, 'count' | 'first' | 'types'>
}

/**
 * Compiles criteria. What needs no field is tested first: serial number, node, record types; an event is looked into
 * only when these fit. An event whose records cannot be read for what is asked never matches (spec 01 §5.1), unless it is
 * asked for by its id alone, or the environment says otherwise.
 */
export function compileCriteria(criteria: Criteria, environment: MatchEnvironment): Matcher {
  const { lenient = false } = environment
  const active = { ...activeSteps(criteria, environment.interpretsSyscalls === true), lenient }
  const extract = createExtractor(active, environment)
  const attributes = new SearchAttributes()
  const tests = attributeTests(criteria, environment)
  const isHeaderMatch = headerTest(criteria)
  const mayHoldTexts =
    environment.debug === true || environment.preselected === true ? undefined : createTextFilter(criteria)
  // The extraction can print messages; then it runs for every event for which the reference runs it.
  const prints = environment.debug === true || active.host || active.file
  const hasId = criteria.events === undefined ? undefined : eventIdTest(criteria.events)
  const isSerial = (event: LogEvent): boolean =>
    (criteria.serial === undefined || (event.exact === undefined && event.serial === criteria.serial)) &&
    (hasId === undefined || hasId(event))
  const passes = (): boolean => {
    for (const test of tests) if (!test(attributes)) return false
    return true
  }
  const skipped = new SkippedEvents()
  const isEnough =
    tests.length === 0 &&
    (hasId !== undefined ||
      environment.needsFields === false ||
      // With interpreted output the reference, too, is asked for such events, and finds none.
      (criteria.serial !== undefined && environment.interpretsSyscalls !== true))
  const interest = criteriaInterest(criteria, { debug: environment.debug, prints })
  const marks = interest === undefined ? undefined : new InterestMarks(interest)
  const skips = (event: LogEvent): false => {
    // What bytes tell of it must fit, too: a reader that knows the interest gives no others.
    if (attributes.failedType !== undefined && (marks === undefined || isOfInterest(event, marks)))
      skipped.add(event, attributes.failedType)
    return false
  }
  const cheapFirst = (event: LogEvent): boolean =>
    isSerial(event) &&
    isHeaderMatch(event) &&
    (extract(event, attributes) === 0 ? passes() : isEnough || skips(event))
  const extractFirst = (event: LogEvent): boolean => {
    if (!isSerial(event)) return false
    const isRead = extract(event, attributes) === 0
    return isHeaderMatch(event) && (isRead ? passes() : isEnough || skips(event))
  }
  const matches = prints ? extractFirst : cheapFirst
  const { uid, euid, auid, anyUid } = criteria
  const isOpen =
    asksNothing(criteria) &&
    environment.debug !== true &&
    Object.entries(active).every(([step, isActive]) => step === 'lenient' || !isActive)
  return {
    matches:
      mayHoldTexts === undefined
        ? matches
        : (event) => (mayHoldTexts(event) || (prints && holdsAddress(event))) && matches(event),
    interest,
    openTypes: isOpen ? searchedTypes({ ...noSteps, lenient }) : undefined,
    skipped,
    namesUser: [uid, euid, auid, anyUid].some((user) => user?.name !== undefined),
  }
}

/** Whether an event meets the conditions of an interest. */
function isOfInterest({ serial, records }: LogEvent, interest: InterestMarks): boolean {
  if (interest.serial !== undefined && serial !== interest.serial) return false
  let marks = 0
  for (const { type, bytes, start, end } of records) marks |= interest.ofRecord(type, bytes, start, end)
  return (marks & interest.needed) === interest.needed
}

/** Whether nothing is asked for. */
function asksNothing({ wholeWord: _, eitherContext: __, resolvesPaths: ___, ...asked }: Criteria): boolean {
  return Object.values(asked).every(isEmpty)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && Object.values(value ?? {}).every(isEmpty))
}

/** The extraction can complain about the address in such a record. */
function holdsAddress(event: LogEvent): boolean {
  return event.records.some(({ type }) => type === RecordType.SOCKADDR)
}

/** Node and record types: what the header of each record tells. */
function headerTest(criteria: Criteria): (event: LogEvent) => boolean {
  const nodes = new Set(criteria.nodes)
  const types = new Set(criteria.types)
  const [onlyType] = types
  const hasType = (event: LogEvent): boolean => {
    if (types.size === 0) return true
    for (const { type } of event.records)
      if (type === onlyType || (types.size > 1 && types.has(type))) return true
    return false
  }
  if (nodes.size === 0) return hasType
  return (event) => event.node !== undefined && nodes.has(event.node) && hasType(event)
}

function attributeTests(criteria: Criteria, environment: MatchEnvironment): AttributeTest[] {
  const { pid, ppid, session, arch, syscall, exit, success } = criteria
  const wanted = success === true ? 1 : 0
  return [
    userTest(criteria, environment.accounts),
    groupTest(criteria),
    ppid === undefined ? undefined : (found: SearchAttributes) => found.ppid === ppid,
    pid === undefined ? undefined : (found: SearchAttributes) => found.pid === pid,
    arch === undefined ? undefined : (found: SearchAttributes) => machineFromElf(found.arch) === arch,
    syscall === undefined ? undefined : (found: SearchAttributes) => found.syscall === syscall,
    session === undefined ? undefined : (found: SearchAttributes) => found.session === session,
    exit === undefined
      ? undefined
      : (found: SearchAttributes) => found.exit !== undefined && BigInt(found.exit) === exit,
    success === undefined ? undefined : (found: SearchAttributes) => found.success === wanted,
    ...textTests(criteria),
  ].filter((test) => test !== undefined)
}
