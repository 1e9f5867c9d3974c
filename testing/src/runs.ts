/** How often tests of random inputs try: as often as they say where a suite runs first, less often where it runs once more under other conditions. */

const PART = Number(process.env['TS_AUDIT_RUNS_PART'] ?? 1)

/** The part of `count` that is to be run: all of them, unless `TS_AUDIT_RUNS_PART` says less. */
export function runs(count: number): number {
  return Math.ceil(count * PART)
}
