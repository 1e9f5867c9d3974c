/** What logs are called in the store. */
import { createHash } from 'node:crypto'
import { type LogEvent, recordLine } from '@ts-audit/log'

/** What tells a log from others: its first event, and the host it is imported for. */
export function eventName({ records: [first] }: LogEvent, host: string | undefined): string {
  const line = first === undefined ? '' : recordLine(first)
  return createHash('sha256')
    .update(`${host ?? ''}\n${line}`, 'latin1')
    .digest('hex')
    .slice(0, 24)
}

/** Of a log that begins like another and goes on otherwise: with a number. */
export function otherName(source: string, others: ReadonlyMap<string, number>): string {
  const number = others.get(source)
  return number === undefined ? source : `${source}~${number}`
}
