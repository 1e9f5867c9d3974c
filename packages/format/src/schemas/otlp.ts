/** Events as OpenTelemetry logs: an ExportLogsServiceRequest in the JSON of OTLP, with one log record per event. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import { ecsRecordClass } from '@ts-audit/tables/event-schemas'
import * as RecordType from '@ts-audit/tables/record-type'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { base64Text } from '../json/utf8.ts'
import { EventFacts } from './event-facts.ts'
import { isFailedIntegrityCheck } from './ocsf-severity.ts'
import { originalBytes, originalText } from './original-text.ts'
import { type OtlpAttribute, otlpAttributes } from './otlp-attributes.ts'
import { Field } from './roles.ts'
import { wasDenied } from './verdict.ts'

/** The resource and scope of all records, and when they were read. */
export interface OtlpOptions {
  /** Nanoseconds since 1970 when the log was read; by default the time of the event, which makes output repeatable. */
  readonly observedTimeUnixNano?: bigint | undefined
  /** Version of the program that made it. */
  readonly version?: string | undefined
}

/** A log record: numbers of 64 bits are texts, as JSON of protobuf has them. */
export interface OtlpLogRecord {
  timeUnixNano: string
  observedTimeUnixNano: string
  severityNumber: number
  severityText: 'INFO' | 'WARN' | 'ERROR'
  eventName: string
  body: { stringValue: string } | { bytesValue: string }
  attributes: OtlpAttribute[]
}

/** What a collector is sent. */
export interface OtlpRequest {
  resourceLogs: {
    resource: { attributes: OtlpAttribute[] }
    scopeLogs: { scope: { name: string; version?: string }; logRecords: OtlpLogRecord[] }[]
  }[]
}

const INFO = { severityNumber: 9, severityText: 'INFO' } as const
const WARN = { severityNumber: 13, severityText: 'WARN' } as const
const ERROR = { severityNumber: 17, severityText: 'ERROR' } as const

const OS_TYPE: OtlpAttribute = { key: 'os.type', value: { stringValue: 'linux' } }

/** Gives the request of one event after the other; make one for a log. */
export function createOtlp(
  context: InterpretContext,
  options: OtlpOptions = {},
): (event: LogEvent) => OtlpRequest {
  const facts = new EventFacts(context)
  const scope = { name: 'ts-audit', ...(options.version !== undefined && { version: options.version }) }
  return (event) => {
    facts.load(event)
    const { nodeText } = facts
    const attributes: OtlpAttribute[] =
      nodeText === undefined ? [OS_TYPE] : [{ key: 'host.name', value: { stringValue: nodeText } }, OS_TYPE]
    return {
      resourceLogs: [
        { resource: { attributes }, scopeLogs: [{ scope, logRecords: [logRecord(facts, options)] }] },
      ],
    }
  }
}

function logRecord(facts: EventFacts, { observedTimeUnixNano }: OtlpOptions): OtlpLogRecord {
  const time = nanoseconds(facts)
  return {
    timeUnixNano: time,
    observedTimeUnixNano: observedTimeUnixNano === undefined ? time : `${observedTimeUnixNano}`,
    ...severityOf(facts),
    eventName: `linux.audit.${formatRecordType(facts.type).toLowerCase()}`,
    body: bodyOf(facts),
    attributes: otlpAttributes(facts),
  }
}

function nanoseconds({ seconds, milliseconds }: EventFacts): string {
  if (seconds === 0) return `${milliseconds * 1_000_000}`
  return `${seconds}${`${milliseconds}`.padStart(3, '0')}000000`
}

function severityOf(facts: EventFacts): typeof INFO | typeof WARN | typeof ERROR {
  if (isFailedIntegrityCheck(facts)) return ERROR
  const { type } = facts
  if (wasDenied(facts) === true) return WARN
  if (type === RecordType.USER_LOGIN && facts.success === false) return WARN
  return ecsRecordClass(type)?.kind === 'alert' && facts.value(Field.res) !== '1' ? WARN : INFO
}

function bodyOf({ records }: EventFacts): OtlpLogRecord['body'] {
  const bytes = originalBytes(records)
  return bytes === undefined
    ? { stringValue: originalText(records) }
    : { bytesValue: base64Text(bytes, 0, bytes.length) }
}
