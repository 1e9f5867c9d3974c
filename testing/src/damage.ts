/** What random logs do to the lines of real ones. Text is latin1. */
import type { Random } from './random.ts'

/** Where to put the next line: mostly the end, sometimes a little before it, so that events interleave. */
export function nextPlace(log: readonly string[], random: Random): number {
  return random.once(5) ? Math.max(0, log.length - random.below(4)) : log.length
}

/** The first quoted value in hexadecimal, as the kernel writes what it cannot quote. */
export function quotedAsHex(line: string): string {
  return line.replace(
    /="([^" ]*)"/,
    (_, text: string) => `=${Buffer.from(text, 'latin1').toString('hex').toUpperCase()}`,
  )
}
