/** Events in flight whose ids differ in one part alone are told apart at once: no log may cost quadratic time. */
import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import { describe, expect, test } from 'vitest'
import { LogReader } from './index.ts'

/**
 * From 2^63 + 1025 on, 2047 serials are one number: the largest log has fewer. It is also read at once: what is in flight when the
 * next part of a log is read is copied, which the smaller logs would not do.
 */
const EVENTS = 500

describe('work grows with the log alone when the events in flight differ', () => {
  test.each<[part: string, header: (index: number) => string]>([
    ['in their nodes', (index) => `node=n${index} type=EXECVE msg=audit(1700000000.000:1)`],
    [
      'in serials of 64 bits',
      (index) => `type=EXECVE msg=audit(1700000000.000:${2n ** 63n + 1025n + BigInt(index)})`,
    ],
    [
      // Further beyond 2^53 a second is not after another as numbers, and nothing stays in flight.
      'in seconds of 54 bits',
      (index) =>
        `type=EXECVE msg=audit(${2n ** 53n + BigInt(index & 1)}.000:${2n ** 63n + BigInt(index >> 1)})`,
    ],
  ])('%s', async (_part, header) => {
    const logOf = (size: number): Buffer =>
      Buffer.from(Array.from({ length: size }, (_, index) => `${header(index)}: argc=0\n`).join(''))
    let events = 0
    const run = (log: Uint8Array): void => {
      const reader = new LogReader({ sink: () => ++events > 0 })
      reader.push(log)
      reader.end()
    }
    expect(await growthOfWork(logOf, run, EVENTS)).toBeLessThan(MOST_GROWTH)
    expect(events).toBe((1 + 1 + 2 + 4) * EVENTS)
  })
})
