/** All reports: from this table come the options, the help, the man page and the names a program uses. */
import { fieldsOf } from './columns/column.ts'
import type { ReportDefinition } from './report-definition.ts'
import { access } from './reports/access.ts'
import { accountChanges } from './reports/account-changes.ts'
import { anomaly } from './reports/anomaly.ts'
import { authentication } from './reports/authentication.ts'
import { command } from './reports/command.ts'
import { config } from './reports/config.ts'
import { crypto } from './reports/crypto.ts'
import { event } from './reports/event.ts'
import { executable } from './reports/executable.ts'
import { file } from './reports/file.ts'
import { host } from './reports/host.ts'
import { integrity } from './reports/integrity.ts'
import { key } from './reports/key.ts'
import { login } from './reports/login.ts'
import { mac } from './reports/mac.ts'
import { pid } from './reports/pid.ts'
import { response } from './reports/response.ts'
import { syscall } from './reports/syscall.ts'
import { terminal } from './reports/terminal.ts'
import { tty } from './reports/tty.ts'
import { user } from './reports/user.ts'
import { virtualization } from './reports/virtualization.ts'

/** The reports of events, by name. */
export const eventReports = {
  avc: access,
  auth: authentication,
  comm: command,
  config,
  crypto,
  event,
  file,
  host,
  integrity,
  key,
  login,
  mods: accountChanges,
  mac,
  anomaly,
  pid,
  response,
  syscall,
  terminal,
  tty,
  user,
  virt: virtualization,
  executable,
} as const

/** Names of the reports that list events. */
export type EventReportName = keyof typeof eventReports

/** `summary` is the report that is made when none is asked for, `log` the one about the log's own times. */
export type ReportName = EventReportName | 'log' | 'summary'

/** A report to make: one of these, or a definition of your own. */
export type ReportChoice = ReportName | ReportDefinition

/** What the command line and the documentation need to know of a report. */
export interface ReportListing {
  readonly name: ReportName
  /** The options that ask for it; none for the one that is made without any. */
  readonly options: ReportDefinition['options'] | undefined
  readonly meaning: string
  readonly argument: ReportDefinition['argument']
  /** Whether there is a summary form of it. */
  readonly hasSummary: boolean
  /** The fields of its rows as objects. */
  readonly fields: readonly string[]
}

const LOG: ReportListing = {
  name: 'log',
  options: ['-t', '--log'],
  meaning: 'Log time range report',
  argument: 'none',
  hasSummary: false,
  fields: ['file', 'first', 'last'],
}

/** Every report that an option asks for. */
export const reportListings: readonly ReportListing[] = [
  ...(Object.keys(eventReports) as EventReportName[]).map(listing),
  LOG,
]

/** The definition of a report of events. */
export function reportDefinition(report: EventReportName | ReportDefinition): ReportDefinition {
  return typeof report === 'string' ? eventReports[report] : report
}

/** How a program names a report. */
export function reportName(report: ReportChoice): string {
  return typeof report === 'string' ? report : report.name
}

function listing(name: EventReportName): ReportListing {
  const { options, meaning, argument, summary, detailed } = reportDefinition(name)
  return {
    name,
    options,
    meaning,
    argument,
    hasSummary: summary !== undefined,
    fields: fieldsOf(detailed.columns),
  }
}
