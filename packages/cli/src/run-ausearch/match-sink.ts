/** Takes every event of the log and writes those that match. */
import { compileExpression } from '@ts-audit/auparse'
import { compileCriteria } from '@ts-audit/ausearch'
import type { LogEvent } from '@ts-audit/log'
import type { AusearchOptions } from '../ausearch/options.ts'
import type { Output } from '../output/output.ts'
import type { Session } from '../session.ts'
import { compileBpfCriteria } from './bpf-criteria.ts'
import type { CheckpointRun } from './checkpoint-run.ts'
import { contextOf, createFormat } from './create-format.ts'
import type { RunError } from './run-error.ts'

/** Where events go. */
export interface MatchSink {
  /** Takes an event; false when no more are wanted. */
  readonly take: (event: LogEvent) => boolean
  /** Completes the output of the events taken so far; to be called between chunks. */
  readonly flush: () => void
  /** How many events were written. */
  readonly shown: number
  /** Why the search must end, after {@link take} has said stop. */
  readonly failure: RunError | undefined
}

/** The sink for one search. */
export function createMatchSink(
  options: AusearchOptions,
  session: Session,
  output: Output,
  note: (text: string) => void,
  checkpoint: CheckpointRun | undefined,
): MatchSink {
  const matcher = compileCriteria(options.criteria, {
    accounts: session.accounts,
    interpretsSyscalls: options.format !== 'raw' && options.format !== 'default',
    interfaceName: session.interfaceName,
    debug: options.debug,
    write: note,
  })
  const expressions = options.expressions.map((expression) =>
    compileExpression(expression, contextOf({ options, session })),
  )
  const concernsBpf = compileBpfCriteria(options.bpf)
  // The first must see every event: it follows programs through the log.
  const matches = (event: LogEvent): boolean =>
    (concernsBpf === undefined || concernsBpf(event)) &&
    matcher.matches(event) &&
    expressions.every((holds) => holds(event))
  const format = createFormat({
    options,
    session,
    sink: output.sink,
    searchNamesUser: matcher.namesUser,
    note: (line) => note(`${line}\n`),
  })
  let shown = 0
  let failure: RunError | undefined
  const takeAll = (event: LogEvent): boolean => {
    if (!matches(event)) return true
    shown++
    format.write(event)
    return !options.justOne
  }
  /** The checkpoint is asked about every event; `--just-one` stops at the first that matches, shown or not (§8.5). */
  const takeNewer = (event: LogEvent, run: CheckpointRun): boolean => {
    const verdict = run.verdict(event)
    if (matches(event)) {
      if (verdict === 'corrupted') {
        failure = run.corrupted(event)
        return false
      }
      if (verdict === 'show') {
        shown++
        format.write(event)
      }
      if (options.justOne) return false
    }
    run.delivered(event)
    return true
  }
  return {
    take: checkpoint === undefined ? takeAll : (event) => takeNewer(event, checkpoint),
    flush: format.flush,
    get shown() {
      return shown
    },
    get failure() {
      return failure
    },
  }
}
