/** Events in flight whose ids differ in one part alone are told apart at once: no log may cost quadratic time. */
import { describe, expect, test } from 'vitest'
import { LogReader } from './index.ts'

const EVENTS = 100_000
/** Searched one after the other, this many events take minutes; by their hash, a fraction of a second. */
const MOST_MILLISECONDS = 10_000

describe('work grows with the log alone when the events in flight differ', () => {
  test.each<[part: string, header: (index: number) => string]>([
    ['in their nodes', (index) => `node=n${index} type=EXECVE msg=audit(1700000000.000:1)`],
    [
      'in serials of 64 bits',
      (index) => `type=EXECVE msg=audit(1700000000.000:${2n ** 63n + BigInt(index)})`,
    ],
    [
      'in seconds of 63 bits',
      (index) =>
        `type=EXECVE msg=audit(${2n ** 62n + BigInt(index & 511)}.000:${2n ** 63n + BigInt(index >> 9)})`,
    ],
  ])('%s', (_part, header) => {
    const lines = Array.from({ length: EVENTS }, (_, index) => `${header(index)}: argc=0\n`)
    let events = 0
    const reader = new LogReader({ sink: () => ++events > 0 })
    const started = performance.now()
    reader.push(Buffer.from(lines.join('')))
    reader.end()
    expect(events).toBe(EVENTS)
    expect(performance.now() - started).toBeLessThan(MOST_MILLISECONDS)
  })
})
