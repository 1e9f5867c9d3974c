/** A raw value read as a C int (spec 04 §1.1, spec 06 §A7). */

const decimal = /^[ \t\n\v\f\r]*([+-]?[0-9]+)/

/** Low 32 bits, signed, of the leading decimal number; 0 without digits; undefined beyond 64 signed bits. */
export function parseFieldInteger(raw: string): number | undefined {
  const digits = decimal.exec(raw)?.[1]
  if (digits === undefined) return 0
  const value = Number(digits)
  if (Number.isSafeInteger(value)) return value | 0
  if (Math.abs(value) > 2 ** 64) return undefined
  const exact = BigInt(digits)
  return BigInt.asIntN(64, exact) === exact ? Number(BigInt.asIntN(32, exact)) : undefined
}

/** As {@link parseFieldInteger}, but -1 for a number beyond 64 bits. */
export function fieldInteger(raw: string): number {
  return parseFieldInteger(raw) ?? -1
}
