/** Numbers written as digits, without making a text. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { ZERO } from '../ascii.ts'

/** Writes a whole number from 0 to 2^53 - 1. */
export function writeDigits(value: number, out: ByteSink): void {
  let count = 1
  for (let limit = 10; limit <= value; limit *= 10) count++
  out.ensure(count)
  const target = out.bytes
  let rest = value
  for (let at = out.length + count - 1; at >= out.length; at--) {
    const tens = Math.floor(rest / 10)
    target[at] = ZERO + rest - 10 * tens
    rest = tens
  }
  out.length += count
}

/** Writes milliseconds as three digits. */
export function writeMilliseconds(value: number, out: ByteSink): void {
  if (value < 100) out.writeByte(ZERO)
  if (value < 10) out.writeByte(ZERO)
  writeDigits(value, out)
}
