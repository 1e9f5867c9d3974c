/** The report that is made when none is asked for: how much there is of everything (spec 05 §9). */
import { NOT_RECORDED, UNSET } from '@ts-audit/auparse/search'
import type { LogCounters } from '@ts-audit/log'
import type { ReportOptions } from '../context.ts'
import { createSelection, type Wanted } from '../event-selection.ts'
import type { ReportRow } from '../report-row.ts'
import type { ReportRun } from '../report-run.ts'
import { accessTypes, appArmor } from '../reports/access.ts'
import { isKey } from '../reports/key.ts'
import { NumberTally, TextTally } from '../tally.ts'
import { COUNT_NAMES, countTypes, type MainCount } from './counts.ts'

/** A time of the log. */
export interface LogTime {
  readonly seconds: number
  readonly milliseconds: number
  readonly exact?: { readonly seconds: bigint } | undefined
}

/** The outcome of the main summary. */
export interface MainTotals {
  /** The log's first record; undefined when a start time was asked for and nothing comes before it. */
  readonly first: LogTime | undefined
  /** The last event of the last file. */
  readonly last: LogTime | undefined
  readonly counts: Readonly<Record<MainCount, number>>
  /** The first and the last event that were counted or skipped, of all files: what programs are told. */
  readonly firstEvent: LogTime | undefined
  readonly lastEvent: LogTime | undefined
  /** Events with a field that cannot be read, which the printed summary leaves out. */
  readonly skipped: number
  /** Events of AppArmor's own types, which the printed summary does not know. */
  readonly appArmorEvents: number
}

const WANTED: Wanted = { steps: ['file', 'host', 'terminal', 'exe', 'comm', 'key', 'auid'] }

/** Counts a whole log; `finish` gets the outcome. */
export function countAll(options: ReportOptions, finish: (totals: MainTotals) => void): ReportRun {
  const counter = new MainCounter()
  const select = createSelection(WANTED, options, (row) => counter.count(row))
  let last: LogTime | undefined
  let firstEvent: LogTime | undefined
  let lastEvent: LogTime | undefined
  return {
    sink(event) {
      const { seconds, milliseconds, exact } = event
      last = { seconds, milliseconds, exact }
      lastEvent = last
      firstEvent ??= last
      select(event)
      return true
    },
    startFile() {
      // Only the last file counts, even if it has no events: a quirk of the reference.
      last = undefined
    },
    end(log: Pick<LogCounters, 'firstStamp'>) {
      const { skipped, appArmorEvents } = counter
      const counts = counter.counts()
      finish({ first: log.firstStamp, last, counts, firstEvent, lastEvent, skipped, appArmorEvents })
      return 0
    },
  }
}

class MainCounter {
  readonly #counts = Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Record<MainCount, number>
  readonly #texts = {
    hosts: new TextTally(),
    terminals: new TextTally(),
    executables: new TextTally(),
    commands: new TextTally(),
    files: new TextTally(),
    keys: new TextTally(),
  }
  readonly #users = new NumberTally()
  readonly #pids = new NumberTally()
  skipped = 0
  appArmorEvents = 0

  count({ event, attributes }: ReportRow): void {
    const { auid, pid, host, terminal, exe, comm, files, keys, success, syscall } = attributes
    const { hosts, terminals, executables, commands, files: names, keys: ruleKeys } = this.#texts
    this.#counts.events++
    if (attributes.failedType !== undefined) this.skipped++
    if (appArmor.matches(event) && !accessTypes.matches(event)) this.appArmorEvents++
    if (success === 0 && syscall > 0) this.#counts.failedSyscalls++
    countTypes(event, success, this.#counts)
    if (auid !== NOT_RECORDED) this.#users.add(auid)
    if (pid !== UNSET) this.#pids.add(pid)
    if (host !== undefined) hosts.add(host)
    if (terminal !== undefined) terminals.add(terminal)
    if (exe !== undefined) executables.add(exe)
    if (comm !== undefined) commands.add(comm)
    if (files !== undefined) for (const { name } of files) names.add(name)
    if (keys !== undefined) for (const key of keys) if (isKey(key)) ruleKeys.add(key)
  }

  counts(): Readonly<Record<MainCount, number>> {
    const distinct = Object.entries(this.#texts).map(([name, tally]) => [name, tally.size])
    return {
      ...this.#counts,
      ...Object.fromEntries(distinct),
      users: this.#users.size,
      pids: this.#pids.size,
    }
  }
}
