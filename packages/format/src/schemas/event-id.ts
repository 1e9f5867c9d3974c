/** Ids and times of events as texts. */
import type { EventId } from '@ts-audit/log'
import { textOfLatin1 } from '../json/utf8.ts'

/** `SEC.MMM:SERIAL`, exact whatever their size. */
export function eventStamp({ seconds, milliseconds, serial, exact }: EventId): string {
  return `${exact?.seconds ?? seconds}.${threeDigits(milliseconds)}:${exact?.serial ?? serial}`
}

/** The stamp after the node and a slash, if there is a node. */
export function eventId({ node }: EventId, stamp: string): string {
  return node === undefined ? stamp : `${textOfLatin1(node)}/${stamp}`
}

/** The serial number; a bigint beyond 2^53 - 1. */
export function exactSerial({ serial, exact }: EventId): number | bigint {
  return exact?.serial ?? serial
}

/** Three digits. */
export function threeDigits(milliseconds: number): string {
  if (milliseconds > 99) return `${milliseconds}`
  return milliseconds > 9 ? `0${milliseconds}` : `00${milliseconds}`
}

/** The last second that has a four-digit year: 9999-12-31T23:59:59Z. */
const LAST_SECOND = 253402300799

/** Gives ISO times in UTC with milliseconds; of consecutive events of one second the date is made once. */
export function createIsoTime(): (seconds: number | bigint, milliseconds: number) => string {
  let last: number | bigint | undefined
  let text = ''
  return (seconds, milliseconds) => {
    if (seconds !== last) {
      const within = Math.min(Number(seconds), LAST_SECOND)
      text = new Date(within * 1000).toISOString().slice(0, 20)
      last = seconds
    }
    return `${text}${threeDigits(milliseconds)}Z`
  }
}
