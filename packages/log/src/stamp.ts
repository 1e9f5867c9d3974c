/** The stamp `seconds.milliseconds:serial` of any line, however odd (spec 01 §3 step 5). */
import type { ExactStamp } from './event.ts'

/** A stamp's numbers. */
export interface Stamp {
  readonly seconds: number
  readonly milliseconds: number
  readonly serial: number
  readonly exact: ExactStamp | undefined
}

const UINT64_MAX = 2n ** 64n - 1n
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** Reads a stamp; undefined when a number is out of range (missing ones count as 0). */
export function parseStamp(text: string, maxSeconds: bigint): Stamp | undefined {
  const dot = text.indexOf('.')
  const colon = text.indexOf(':', dot + 1)
  const seconds = parseUnsigned(text)
  const milliseconds = dot < 0 ? 0n : parseUnsigned(text.slice(dot + 1))
  const serial = colon < 0 ? 0n : parseUnsigned(text.slice(colon + 1))
  if (seconds === undefined || milliseconds === undefined || serial === undefined) return undefined
  const milli = BigInt.asUintN(32, milliseconds)
  if (milli > 999n || seconds > maxSeconds) return undefined
  return {
    seconds: Number(seconds),
    milliseconds: Number(milli),
    serial: Number(serial),
    exact: seconds > MAX_SAFE || serial > MAX_SAFE ? { seconds, serial } : undefined,
  }
}

/** C's strtoull: white space, a sign, digits; `-n` wraps modulo 2^64; undefined beyond 2^64 − 1. */
function parseUnsigned(text: string): bigint | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)([0-9]*)/.exec(text)
  const digits = match?.[2] ?? ''
  if (digits === '') return 0n
  const magnitude = BigInt(digits)
  if (magnitude > UINT64_MAX) return undefined
  return match?.[1] === '-' ? BigInt.asUintN(64, -magnitude) : magnitude
}
