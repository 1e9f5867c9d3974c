/** What a report depends on besides the log: filters, names, dates and escaping, as one explicit value. */
import { type AccountResolver, type EscapeMode, noAccounts } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'

/** The surroundings and options of a report, as `ts-aureport` takes them. */
export interface ReportOptions {
  /** `-i`: user names, syscall names and record type names instead of numbers. */
  readonly interpret?: boolean | undefined
  /** `--escape`: what happens to control characters and shell metacharacters; default `tty`. */
  readonly escape?: EscapeMode | undefined
  /** `--node`: only events of one of these nodes. */
  readonly nodes?: readonly string[] | undefined
  /** `--success`, `--failed`: only events with exactly this result. */
  readonly result?: 'success' | 'failure' | undefined
  /** `--add` leaves out certain deletions, `--delete` certain additions (spec 05 §4). */
  readonly changes?: 'add' | 'delete' | undefined
  /** `-nc`: leave out events that begin with a CONFIG_CHANGE record. */
  readonly withoutConfig?: boolean | undefined
  /** Names of users; by default no user has one. */
  readonly accounts?: AccountResolver | undefined
  /** Local date and time of seconds since 1970 as `%x %T`, or undefined when they cannot be converted. */
  readonly formatTime?: ((seconds: number | bigint) => string | undefined) | undefined
  /** The name of a network interface, for scopes of IPv6 addresses. */
  readonly interfaceName?: ((index: number) => string | undefined) | undefined
  /** `-ts`, `-te` as seconds since 1970; the main summary shows them. Selecting by time is up to the reader. */
  readonly start?: number | undefined
  readonly end?: number | undefined
  /** Receives the message about a record that cannot be used, as complete text for stderr. */
  readonly onComplaint?: ((text: string) => void) | undefined
  /** Told about each event of a type that the report is about, in which a field could not be read; `type` is its record's. */
  readonly onSkipped?: ((event: LogEvent, type: number) => void) | undefined
  /**
   * For rows, more than `aureport` counts: events in which a field cannot be read, by what can be read of them; every access
   * decision; operations of io_uring; the times of what was read. Printed reports are made without.
   */
  readonly lenient?: boolean | undefined
  /** `--enriched-names`: names of users that the log carries count before {@link accounts}. */
  readonly enrichedNames?: boolean | undefined
  /** Told how many records of an event have no line of their own in a report that has a line for some of them. */
  readonly onUnlisted?: ((records: number) => void) | undefined
  /** `--debug`: also tell about events that are skipped and record types that are not looked into. */
  readonly debug?: boolean | undefined
}

/** {@link ReportOptions} with all that a value needs filled in. */
export interface ValueContext {
  readonly interpret: boolean
  readonly enrichedNames: boolean
  readonly escape: EscapeMode
  readonly accounts: AccountResolver
  readonly formatTime: (seconds: number | bigint) => string | undefined
}

export function valueContext(options: ReportOptions): ValueContext {
  return {
    interpret: options.interpret ?? false,
    enrichedNames: options.enrichedNames ?? false,
    escape: options.escape ?? 'tty',
    accounts: options.accounts ?? noAccounts,
    formatTime: options.formatTime ?? (() => undefined),
  }
}
