/** The values that account, stamp and record type comparisons compare with (spec 06 §B4). */
import { parseRecordType } from '@ts-audit/tables/record-types'
import { ExpressionError } from './expression-error.ts'
import type { Token } from './lexer.ts'

/** Where a stamp of an expression ends, and what it says. */
export interface WrittenStamp {
  readonly seconds: number | bigint
  readonly milliseconds: number
  readonly serial: number | undefined
  /** Offset after its last digit. */
  readonly end: number
}

const LARGEST_ID = 0xffff_ffff
const SECONDS_MIN = -(2n ** 63n)
const SECONDS_MAX = 2n ** 63n - 1n

/** White space and a sign are allowed before a number, as for strtol(3). */
const SECONDS_AND_MILLISECONDS = /ts:[ \t\n\v\f\r]*([+-]?[0-9]+)\.[ \t\n\v\f\r]*([+-]?[0-9]+)/y
const SERIAL = /:[ \t\n\v\f\r]*([+-]?[0-9]+)/y

/** A user or group id: digits only, at most 4294967295. */
export function accountId({ value, source }: Token): number {
  const id = /^[0-9]+$/.test(value) ? Number(value) : Number.NaN
  if (id <= LARGEST_ID) return id
  throw new ExpressionError(`Error converting number \`${source}'`)
}

/** A record type by name, whatever its case, or by number. */
export function recordTypeNumber({ value, source }: Token): number {
  const type = parseRecordType(value)
  if (type >= 0) return type
  throw new ExpressionError(`Invalid record type \`${source}'`)
}

/** Reads `ts:SECONDS.MILLISECONDS`, with `:SERIAL` when asked, from where the token stands in the text. */
export function writtenStamp(text: string, token: Token, withSerial: boolean): WrittenStamp {
  const invalid = new ExpressionError(`Invalid timestamp value \`${token.source}'`)
  const head = matchAt(SECONDS_AND_MILLISECONDS, text, token.start)
  if (head === undefined) throw invalid
  const [all, secondsText = '', millisecondsText = ''] = head
  const seconds = BigInt(secondsText.replace('+', ''))
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) throw invalid
  const milliseconds = Math.abs(Number(millisecondsText))
  if (milliseconds > 999 || Number(millisecondsText) < 0) {
    throw new ExpressionError(`Millisecond out of range in \`${token.source}'`)
  }
  const end = token.start + all.length
  const stamp = { seconds: simplest(seconds), milliseconds, serial: undefined, end }
  if (!withSerial) return stamp
  const tail = matchAt(SERIAL, text, end)
  const serial = Number(tail?.[1] ?? Number.NaN)
  if (tail === undefined || !(serial >= 0 && serial <= LARGEST_ID)) throw invalid
  return { ...stamp, serial: Math.abs(serial), end: end + tail[0].length }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function simplest(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
