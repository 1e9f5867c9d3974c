/** The state of a log as evidence. */
import type { Severity } from '../fields/finding.ts'
import { isoTime } from '../report/iso-time.ts'
import { toUnicode } from '../report/unicode.ts'
import type { Observation } from './observation.ts'

/** Names the shape of the report; the number grows when a field changes its meaning or goes away. */
export const INTEGRITY_SCHEMA = 'ts-audit-log-integrity/2'

/** A file that was read. */
export interface IntegrityFile {
  /** latin1. */
  readonly name: string
  /** Bytes. */
  readonly size?: number | undefined
  /** When it was last changed, in milliseconds since 1970-01-01 UTC. */
  readonly changed?: number | undefined
  /** Lower-case hex. */
  readonly sha256?: string | undefined
  readonly events?: number
  readonly firstEvent?: string
  readonly lastEvent?: string
}

/** A boot as serial numbers show it. Times are milliseconds since 1970-01-01 UTC. */
export interface IntegrityBoot {
  readonly node?: string
  /** Counted from 1 for each node, in the order of their times. */
  readonly boot: number
  readonly firstSerial: number
  readonly lastSerial: number
  readonly firstEvent: string
  readonly lastEvent: string
  readonly firstTime: number
  readonly lastTime: number
  readonly events: number
  readonly missing: number
}

/** One sentence, and how much it weighs. */
export interface Verdict {
  /** That of the severest observation; `info` where nothing is to be explained. */
  readonly severity: Severity
  readonly sentence: string
}

/** What was seen. Text is latin1 and times are milliseconds; {@link integrityJson} makes UTF-8 and ISO 8601 of them. */
export interface IntegrityReport {
  readonly schema: typeof INTEGRITY_SCHEMA
  readonly judgement: Verdict
  readonly events: number
  readonly files: readonly IntegrityFile[]
  readonly boots: readonly IntegrityBoot[]
  /** In the order of the log. */
  readonly observations: readonly Observation[]
  /** Observations that are not listed because there are too many. */
  readonly unlisted: number
}

/** The report as JSON text in pieces, an item a line. */
export function* integrityJson(report: IntegrityReport): Generator<string, void, undefined> {
  const { schema, judgement, events, unlisted } = report
  yield `{"schema":${JSON.stringify(schema)},\n"judgement":${json(judgement)},\n"events":${events},"unlisted":${unlisted}`
  for (const name of ['files', 'boots', 'observations'] as const) {
    const items = report[name].map((item) => json(withIsoTimes(item)))
    yield `,\n"${name}":[${items.length === 0 ? '' : `\n${items.join(',\n')}`}]`
  }
  yield '}\n'
}

/** The observations as newline-delimited JSON; the judgement is the first line. */
export function* integrityLines({
  judgement,
  observations,
}: IntegrityReport): Generator<string, void, undefined> {
  yield `${json({ judgement })}\n`
  for (const observation of observations) yield `${json(withIsoTimes(observation))}\n`
}

function json(value: unknown): string {
  return toUnicode(JSON.stringify(value))
}

/** The members of files, boots and observations that are times. */
const TIMES = ['changed', 'firstTime', 'lastTime', 'time'] as const

function withIsoTimes(item: object): object {
  const written: Record<string, unknown> = { ...item }
  for (const name of TIMES) {
    const value = written[name]
    if (typeof value === 'number') written[name] = isoTime(value)
  }
  return written
}
