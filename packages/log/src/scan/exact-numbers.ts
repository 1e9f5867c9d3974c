/** Integers of 64 bits as the module keeps them: the nearest floating-point number, and the lower 32 bits of those beyond 2^53−1. */

/** The lower bits of an integer that is beyond those that are exact; 0 of others. */
export function lowerBits(rounded: number, exact: bigint | undefined): number {
  return exact === undefined || rounded <= Number.MAX_SAFE_INTEGER ? 0 : Number(BigInt.asIntN(32, exact))
}

/** The integer that is near a number and has these lower bits, if it is beyond those that are exact. */
export function exactly(rounded: number, lower: number): bigint {
  const near = BigInt(rounded)
  if (rounded <= Number.MAX_SAFE_INTEGER) return near
  return near + BigInt.asIntN(32, BigInt(lower) - near)
}
