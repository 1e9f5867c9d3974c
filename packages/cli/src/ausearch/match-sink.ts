/** Takes every event of the log and writes those that match. */
import { compileCriteria, type Matcher } from '@ts-audit/ausearch'
import { factsOfFormat } from '@ts-audit/format/formats'
import type { InputReader } from '@ts-audit/inputs'
import type { EventInterest, LogEvent, LogRecord, PassedEvents } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { interpretOptions } from '../format/create-format.ts'
import { EventOrigins } from '../format/event-origins.ts'
import { createEventOutput } from '../format/event-output.ts'
import type { Output } from '../output/output.ts'
import type { RunError } from '../run/run-error.ts'
import type { Session } from '../run/session.ts'
import { compileBpfCriteria } from './bpf-criteria.ts'
import type { CheckpointRun } from './checkpoint-run.ts'
import { LaterCommands } from './later-command.ts'
import type { AusearchOptions } from './options.ts'

/** Where events go. */
export interface MatchSink {
  /** Takes an event; false when no more are wanted. */
  readonly take: (event: LogEvent) => boolean
  /** The events it has to take; undefined for all. */
  readonly interest: EventInterest | undefined
  /** Takes the lines of the events that it need not take; undefined where it must. */
  readonly passed: PassedEvents | undefined
  /** Whether events outside the time window mean nothing to it: a checkpoint and the history of programs go by all events. */
  readonly skipsOutsideWindow: boolean
  /** Takes a text for stderr that belongs after those of the events taken so far. */
  readonly note: (text: string) => void
  /**
   * Completes the output of the events taken so far, as far as threads are done with it; to be called between chunks.
   * Gives what to wait for when the threads lag.
   */
  readonly flush: () => Promise<void> | undefined
  /** Completes all output. */
  readonly finish: (notes: readonly string[]) => Promise<void>
  /** Takes the reader that events come from; undefined where nobody asks for their places. */
  readonly reading: ((reader: InputReader) => void) | undefined
  /** The next file begins. */
  readonly startFile: (name: string, offset?: number) => void
  /** How many events were written. */
  readonly shown: number
  /** Events that might have matched, had their fields been readable. */
  readonly skipped: Matcher['skipped']
  /** Events that have the wanted command in another AVC record than the one that is looked at. */
  readonly laterCommands: number
  /** Why the search must end, after {@link take} has said stop. */
  readonly failure: RunError | undefined
}

/** Compiled expressions, which few searches have: what compiles them is loaded for these. */
async function compileExpressions(
  options: AusearchOptions,
  session: Session,
): Promise<readonly ((event: LogEvent) => boolean)[]> {
  if (options.expressions.length === 0) return []
  const { compileExpression } = await import('@ts-audit/auparse/expression')
  return options.expressions.map((expression) =>
    compileExpression(expression, interpretOptions({ options, session })),
  )
}

/** The sink for one search. */
export async function createMatchSink(
  options: AusearchOptions,
  session: Session,
  output: Output,
  note: (text: string) => void,
  checkpoint: CheckpointRun | undefined,
  threadScript: URL | undefined,
): Promise<MatchSink> {
  const concernsBpf = await compileBpfCriteria(options.bpf)
  // A checkpoint and the history of programs go by all events.
  const preselected = checkpoint === undefined && concernsBpf === undefined
  const settings = {
    preselected,
    accounts: session.accounts,
    interpretsSyscalls: factsOfFormat(options.format).interprets,
    interfaceName: session.interfaceName,
    debug: options.debug,
    // What is in the log must be in the forms that are to give it back.
    needsFields: options.expressions.length === 0 && !factsOfFormat(options.format).isUtf8,
    lenient: options.lenient,
  }
  const matcher = compileCriteria(options.criteria, { ...settings, write: (text) => format.note(text) })
  const laterCommands =
    options.criteria.comm === undefined
      ? undefined
      : new LaterCommands(() =>
          compileCriteria(options.criteria, { ...settings, debug: false, write: () => {} }),
        )
  const expressions = await compileExpressions(options, session)
  // The first must see every event: it follows programs through the log.
  const matches = (event: LogEvent): boolean =>
    (concernsBpf === undefined || concernsBpf(event)) &&
    matcher.matches(event) &&
    expressions.every((holds) => holds(event))
  const format = await createEventOutput({
    options,
    session,
    output,
    note,
    searchNamesUser: matcher.namesUser,
    threadScript,
  })
  const origins = factsOfFormat(options.format).isJson ? new EventOrigins() : undefined
  let shown = 0
  let failure: RunError | undefined
  const takeAll = (event: LogEvent): boolean => {
    session.idsAhead.see((event.records[0] as LogRecord).bytes)
    if (!matches(event)) {
      laterCommands?.see(event)
      return true
    }
    shown++
    format.write(event, origins?.of(event))
    return !options.justOne
  }
  /** The checkpoint is asked about every event; `--just-one` stops at the first that matches, shown or not (spec 01 §8.5). */
  const takeNewer = (event: LogEvent, run: CheckpointRun): boolean => {
    session.idsAhead.see((event.records[0] as LogRecord).bytes)
    const verdict = run.verdict(event)
    if (matches(event)) {
      if (verdict === 'corrupted') {
        failure = run.corrupted(event)
        return false
      }
      if (verdict === 'show') {
        shown++
        format.write(event, origins?.of(event))
      }
      if (options.justOne) return false
    }
    run.delivered(event)
    return true
  }
  const passed = (): PassedEvents | undefined => {
    const { takeLines } = format
    const { openTypes } = matcher
    if (takeLines === undefined || openTypes === undefined) return undefined
    const calls = RecordType.SYSCALL
    const except = openTypes.filter((type) => type !== calls)
    const count = (events: number): void => {
      shown += events
    }
    return { except, calls, takeLines, count }
  }
  return {
    take: checkpoint === undefined ? takeAll : (event) => takeNewer(event, checkpoint),
    interest: preselected ? matcher.interest : undefined,
    passed: preselected && options.expressions.length === 0 && !options.justOne ? passed() : undefined,
    skipsOutsideWindow: preselected && origins === undefined,
    note: format.note,
    flush: format.flush,
    finish: format.finish,
    reading: origins && ((reader) => origins.reading(reader)),
    startFile: (name, offset) => origins?.startFile(name, offset),
    skipped: matcher.skipped,
    get laterCommands() {
      return laterCommands?.count ?? 0
    },
    get shown() {
      return shown
    },
    get failure() {
      return failure
    },
  }
}
